package dev.carousel.kernels.simd;

import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.KernelsContract;

class SimdKernelsTest extends KernelsContract {
  @Override
  protected Kernels kernels() {
    return new SimdKernels();
  }
}
