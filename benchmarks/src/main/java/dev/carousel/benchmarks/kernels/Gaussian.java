package dev.carousel.benchmarks.kernels;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;

/** Tensors of N(0, 1) to run kernels on. */
final class Gaussian {
  private Gaussian() {}

  static Tensor tensor(Kernels kernels, int rows, int columns) {
    RandomStream random = new RandomStream(rows * 31L + columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return kernels.tensor(values, rows, columns);
  }
}
