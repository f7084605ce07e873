package dev.carousel.testkit;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;

/** What one test of kernels works with: the kernels, and numbers to compute with. */
final class KernelsBench {
  /** Numbers of rows and of columns around the widths of vector registers. */
  static final int[] SIZES = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100};

  /** Where operators bend, round to a constant, overflow, underflow or are not defined. */
  static final float[] EDGES = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1e-4f,
    -1e-4f,
    9.99e-4f,
    1.001e-3f,
    3f,
    -3f,
    9f,
    -9f,
    17f,
    -17f,
    87f,
    -87f,
    88.7f,
    89f,
    -89f,
    -103f,
    -105f,
    1e10f,
    -1e10f,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    1e-40f,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.NaN
  };

  private final RandomStream random = new RandomStream(7);
  private final Kernels kernels;

  KernelsBench(Kernels kernels) {
    this.kernels = kernels;
  }

  Kernels kernels() {
    return kernels;
  }

  RandomStream random() {
    return random;
  }

  /** Random numbers from the standard normal distribution. */
  float[] numbers(int count) {
    float[] numbers = new float[count];
    for (int i = 0; i < count; i++) {
      numbers[i] = (float) random.nextGaussian();
    }
    return numbers;
  }

  /** What is in a block that is to be written, so that an element left out shows. */
  static float[] nans(int count) {
    float[] nans = new float[count];
    Arrays.fill(nans, Float.NaN);
    return nans;
  }

  /** A block of the given values, its first element at the given row and column. */
  SurroundedBlock block(
      int row, int column, int rows, int columns, float[] values, float surrounding) {
    return new SurroundedBlock(kernels, row, column, rows, columns, 2, values, surrounding);
  }

  /** Whole rows of the given values, the first of them at the given row. */
  SurroundedBlock rows(int row, int rows, int columns, float[] values, float surrounding) {
    return new SurroundedBlock(kernels, row, 0, rows, columns, 0, values, surrounding);
  }

  /** Runs a program that has no scalars on whole tensors. */
  void run(PointwiseProgram program, int rows, int width, Tensor... tensors) {
    kernels.compile(program).run(tensors, new int[tensors.length], new float[0], rows, width);
  }
}
