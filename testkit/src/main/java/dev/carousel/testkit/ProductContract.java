package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.ROUNDING;
import static dev.carousel.testkit.FloatComparison.requireClose;
import static dev.carousel.testkit.KernelsBench.SIZES;
import static dev.carousel.testkit.KernelsBench.nans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract on matrix products. */
interface ProductContract extends KernelsSubject {
  /**
   * C = A B and C += A B for blocks of A and C, with B packed as it is and transposed. A sum of n
   * products is rounded at most n + 1 times on its way, which bounds its error by n + 1 roundings
   * of the sum of the absolute values.
   *
   * @param rows the number of rows of A
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100})
  default void productEqualsPlainLoops(int rows) {
    for (int inner : SIZES) {
      for (int columns : SIZES) {
        boolean transposed = (inner + columns) % 2 == 0;
        product(rows, inner, columns, transposed, false);
        product(rows, inner, columns, !transposed, true);
      }
    }
  }

  private void product(int rows, int inner, int columns, boolean transposed, boolean accumulate) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    SurroundedBlock a = bench.block(2, 3, rows, inner, bench.numbers(rows * inner), Float.NaN);
    float[] b = bench.numbers(inner * columns);
    Tensor matrix =
        transposed
            ? kernels.tensor(transposed(b, inner, columns), columns, inner)
            : kernels.tensor(b, inner, columns);
    PackedMatrix packed = kernels.pack(matrix, transposed);
    assertThat(packed.rows()).isEqualTo(inner);
    assertThat(packed.columns()).isEqualTo(columns);
    float[] before = bench.numbers(rows * columns);
    SurroundedBlock c =
        bench.block(1, 4, rows, columns, accumulate ? before : nans(rows * columns), 3.25f);
    kernels.product(a.tensor(), 2, 3, packed, c.tensor(), 1, 4, rows, accumulate);
    float[] result = c.block();
    String what = "[%d, %d] times [%d, %d]".formatted(rows, inner, inner, columns);
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum = accumulate ? before[i * columns + j] : 0;
        double magnitude = Math.abs(sum);
        for (int k = 0; k < inner; k++) {
          double term = (double) a.values()[i * inner + k] * b[k * columns + j];
          sum += term;
          magnitude += Math.abs(term);
        }
        requireClose(what, i, j, result[i * columns + j], sum, (inner + 1) * ROUNDING * magnitude);
      }
    }
  }

  /** A packed matrix is a snapshot. */
  @Test
  default void packedMatrixIsASnapshot() {
    Kernels kernels = bench().kernels();
    Tensor matrix = kernels.tensor(new float[] {2}, 1, 1);
    for (boolean transposed : new boolean[] {false, true}) {
      kernels.fill(matrix, 2);
      PackedMatrix packed = kernels.pack(matrix, transposed);
      kernels.fill(matrix, 5);
      Tensor result = kernels.zeros(1, 1);
      kernels.product(matrix, 0, 0, packed, result, 0, 0, 1, false);
      assertThat(kernels.toArray(result)).containsExactly(10f);
    }
  }

  /**
   * C += Aᵀ B over a range of rows, with the bound of {@link #productEqualsPlainLoops}.
   *
   * @param rows the number of rows to sum over
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100})
  default void productOverRowsEqualsPlainLoops(int rows) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int height : SIZES) {
      for (int width : SIZES) {
        SurroundedBlock a =
            bench.block(3, 1, rows, height, bench.numbers(rows * height), Float.NaN);
        SurroundedBlock b = bench.block(1, 2, rows, width, bench.numbers(rows * width), Float.NaN);
        float[] before = bench.numbers(height * width);
        Tensor c = kernels.tensor(before, height, width);
        kernels.addProductOverRows(a.tensor(), 3, 1, b.tensor(), 1, 2, rows, c);
        float[] result = kernels.toArray(c);
        String what = "[%d, %d] transposed times [%d, %d]".formatted(rows, height, rows, width);
        for (int i = 0; i < height; i++) {
          for (int j = 0; j < width; j++) {
            double sum = before[i * width + j];
            double magnitude = Math.abs(sum);
            for (int row = 0; row < rows; row++) {
              double term = (double) a.values()[row * height + i] * b.values()[row * width + j];
              sum += term;
              magnitude += Math.abs(term);
            }
            requireClose(what, i, j, result[i * width + j], sum, (rows + 1) * ROUNDING * magnitude);
          }
        }
      }
    }
  }

  private static float[] transposed(float[] values, int rows, int columns) {
    float[] transposed = new float[values.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = values[i * columns + j];
      }
    }
    return transposed;
  }
}
