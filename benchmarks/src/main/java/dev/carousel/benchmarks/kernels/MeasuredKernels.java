package dev.carousel.benchmarks.kernels;

import dev.carousel.benchmarks.engine.CarouselRecurrence;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;

/** Kernels by name, and tensors to run them on. */
final class MeasuredKernels {
  private MeasuredKernels() {}

  /** "simd" or "ejml", on one thread. */
  static Kernels of(String name) {
    return switch (name) {
      case "simd" -> CarouselRecurrence.kernels(1);
      case "ejml" -> new EjmlKernels();
      default -> throw new IllegalArgumentException("no kernels '" + name + "'; simd or ejml");
    };
  }

  /** A tensor of N(0, 1). */
  static Tensor gaussian(Kernels kernels, int rows, int columns) {
    RandomStream random = new RandomStream(rows * 31L + columns);
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return kernels.tensor(values, rows, columns);
  }
}
