package dev.carousel.testkit;

import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;

class EjmlKernelsTest extends KernelsContract {
  @Override
  protected Kernels kernels() {
    return new EjmlKernels();
  }
}
