package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.ROUNDING;
import static dev.carousel.testkit.FloatComparison.requireClose;
import static dev.carousel.testkit.KernelsBench.SIZES;
import static dev.carousel.testkit.KernelsBench.nans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The part of the contract on matrix products. */
interface ProductContract extends KernelsSubject {
  /**
   * C = A B, C += A B and C = A B + v for rows within larger tensors, with B packed as it is and
   * transposed. A sum of n products is rounded at most n + 1 times on its way, which bounds its
   * error by n + 1 roundings of the sum of the absolute values.
   *
   * @param rows the number of rows of A
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100})
  default void productEqualsPlainLoops(int rows) {
    int round = 0;
    for (int inner : SIZES) {
      for (int columns : SIZES) {
        product(rows, inner, columns, round % 2 == 0, round % 3);
        product(rows, inner, columns, round % 2 == 1, (round + 1) % 3);
        round++;
      }
    }
  }

  private void product(int rows, int inner, int columns, boolean transposed, int kind) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    SurroundedBlock a = bench.rows(2, rows, inner, bench.numbers(rows * inner), Float.NaN);
    float[] b = bench.numbers(inner * columns);
    PackedMatrix packed = packed(b, inner, columns, transposed);
    float[] before = bench.numbers(rows * columns);
    SurroundedBlock vector = bench.block(1, 3, 1, columns, bench.numbers(columns), Float.NaN);
    Addend addend =
        switch (kind) {
          case 0 -> Addend.NOTHING;
          case 1 -> Addend.RESULT;
          default -> new Addend.Row(vector.tensor(), 1, 3);
        };
    SurroundedBlock c =
        bench.rows(
            1, rows, columns, addend == Addend.RESULT ? before : nans(rows * columns), 3.25f);
    kernels.product(a.tensor(), 2, packed, addend, c.tensor(), 1, rows);
    float[] result = c.block();
    String what =
        "[%d, %d] times [%d, %d] plus %s".formatted(rows, inner, inner, columns, addend.getClass());
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        double sum =
            switch (kind) {
              case 0 -> 0;
              case 1 -> before[i * columns + j];
              default -> vector.values()[j];
            };
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

  /** Packs rows that lie within a larger matrix. */
  private PackedMatrix packed(float[] b, int inner, int columns, boolean transposed) {
    Kernels kernels = bench().kernels();
    SurroundedBlock matrix =
        transposed
            ? bench().rows(3, columns, inner, transposed(b, inner, columns), Float.NaN)
            : bench().rows(3, inner, columns, b, Float.NaN);
    PackedMatrix packed = kernels.allocatePacked(inner, columns);
    assertThat(packed.rows()).isEqualTo(inner);
    assertThat(packed.columns()).isEqualTo(columns);
    // Memory that has held another matrix serves as well as new memory.
    kernels.pack(kernels.tensor(nans(inner * columns), inner, columns), 0, false, packed);
    kernels.pack(matrix.tensor(), 3, transposed, packed);
    return packed;
  }

  /** Long sums, which kernels cut into parts, are whole. */
  @Test
  default void longProductsEqualPlainLoops() {
    for (int inner : new int[] {255, 256, 257, 600, 1100}) {
      for (int kind = 0; kind < 3; kind++) {
        product(9, inner, 70, kind == 1, kind);
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
      kernels.product(matrix, 0, packed, Addend.NOTHING, result, 0, 1);
      assertThat(kernels.toArray(result)).containsExactly(10f);
    }
  }

  /**
   * C += [A₁ A₂]ᵀ B over a range of rows, with the bound of {@link #productEqualsPlainLoops}.
   *
   * @param rows the number of rows to sum over
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100, 300})
  default void productOverRowsEqualsPlainLoops(int rows) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int height : SIZES) {
      for (int width : SIZES) {
        SurroundedBlock a = bench.rows(3, rows, height, bench.numbers(rows * height), Float.NaN);
        SurroundedBlock other = bench.rows(3, rows, 5, bench.numbers(rows * 5), Float.NaN);
        SurroundedBlock b = bench.rows(1, rows, width, bench.numbers(rows * width), Float.NaN);
        float[] before = bench.numbers((height + 5) * width);
        Tensor c = kernels.tensor(before, height + 5, width);
        Tensor[] left = {a.tensor(), other.tensor()};
        kernels.addProductOverRows(left, 3, b.tensor(), 1, rows, c);
        float[] result = kernels.toArray(c);
        String what = "[%d, %d] transposed times [%d, %d]".formatted(rows, height, rows, width);
        for (int i = 0; i < height + 5; i++) {
          for (int j = 0; j < width; j++) {
            double sum = before[i * width + j];
            double magnitude = Math.abs(sum);
            for (int row = 0; row < rows; row++) {
              float x =
                  i < height ? a.values()[row * height + i] : other.values()[row * 5 + i - height];
              double term = (double) x * b.values()[row * width + j];
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
