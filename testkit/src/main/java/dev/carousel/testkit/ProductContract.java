package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.ROUNDING;
import static dev.carousel.testkit.FloatComparison.requireClose;
import static dev.carousel.testkit.KernelsBench.SIZES;
import static dev.carousel.testkit.KernelsBench.nans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.tensor.Addend;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.OuterProduct;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33, 100})
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
   * C += Aᵀ B over a range of rows, with the bound of {@link #productEqualsPlainLoops}.
   *
   * @param rows the number of rows to sum over
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 7, 8, 9, 15, 16, 17, 31, 33, 100, 700})
  default void outerProductEqualsPlainLoops(int rows) {
    for (int height : SIZES) {
      for (int width : SIZES) {
        outerProducts(new int[] {rows}, new int[] {height}, new int[] {width}, height == 9);
      }
    }
  }

  /** Kernels may treat any number of columns of A that is left over in a way of its own. */
  @Test
  default void outerProductsOfAnyHeightEqualPlainLoops() {
    for (int height = 1; height <= 36; height++) {
      outerProducts(new int[] {19}, new int[] {height}, new int[] {70}, height % 2 == 0);
    }
  }

  /** Several products over several ranges of rows at once, with A and B in common. */
  @Test
  default void outerProductsOverSeveralRangesEqualPlainLoops() {
    for (int[] counts :
        new int[][] {{5, 0, 3}, {1, 1, 1, 1, 1, 1, 1, 1, 1}, {255, 2}, {300, 700}}) {
      outerProducts(counts, new int[] {33, 5}, new int[] {17, 40}, true);
      outerProducts(counts, new int[] {33, 5}, new int[] {17, 40}, false);
    }
  }

  /** For each A and each B their product, all in one call. */
  private void outerProducts(int[] counts, int[] heights, int[] widths, boolean ascending) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    int total = Arrays.stream(counts).sum();
    // Between two ranges of A is one row, and the ranges of B come in another order.
    int[] aRows = new int[counts.length];
    int[] bRows = new int[counts.length];
    int next = 3;
    int after = total + 2;
    for (int i = 0; i < counts.length; i++) {
      aRows[i] = next;
      next += counts[i] + 1;
      after -= counts[i];
      bRows[i] = ascending ? aRows[i] - 1 : after;
    }
    int stored = total + counts.length + 3;
    List<float[]> as = numbers(stored, heights);
    List<float[]> bs = numbers(stored, widths);
    List<OuterProduct> products = new ArrayList<>();
    List<float[]> before = new ArrayList<>();
    for (int i = 0; i < heights.length; i++) {
      Tensor a = kernels.tensor(as.get(i), stored, heights[i]);
      for (int j = 0; j < widths.length; j++) {
        Tensor b = kernels.tensor(bs.get(j), stored, widths[j]);
        before.add(bench.numbers((heights[i] + 3) * widths[j]));
        Tensor c = kernels.tensor(before.get(before.size() - 1), heights[i] + 3, widths[j]);
        products.add(new OuterProduct(a, b, bRows, c, 2));
      }
    }
    kernels.addOuterProducts(products.toArray(OuterProduct[]::new), aRows, counts);
    for (int i = 0; i < products.size(); i++) {
      float[] a = as.get(i / widths.length);
      float[] b = bs.get(i % widths.length);
      requireOuterProduct(products.get(i), a, b, aRows, counts, before.get(i));
    }
  }

  private List<float[]> numbers(int rows, int[] columns) {
    return Arrays.stream(columns).mapToObj(width -> bench().numbers(rows * width)).toList();
  }

  private void requireOuterProduct(
      OuterProduct product, float[] a, float[] b, int[] aRows, int[] counts, float[] before) {
    int height = product.a().columns();
    int width = product.b().columns();
    int rows = Arrays.stream(counts).sum();
    float[] result = bench().kernels().toArray(product.c());
    String what = "[%d, %d] transposed times [%d, %d]".formatted(rows, height, rows, width);
    for (int i = 0; i < height + 3; i++) {
      for (int j = 0; j < width; j++) {
        double sum = before[i * width + j];
        double magnitude = Math.abs(sum);
        for (int r = 0; r < counts.length && i >= 2 && i < height + 2; r++) {
          for (int k = 0; k < counts[r]; k++) {
            double x = a[(aRows[r] + k) * height + i - 2];
            double term = x * b[(product.bRows()[r] + k) * width + j];
            sum += term;
            magnitude += Math.abs(term);
          }
        }
        requireClose(what, i, j, result[i * width + j], sum, (rows + 1) * ROUNDING * magnitude);
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
