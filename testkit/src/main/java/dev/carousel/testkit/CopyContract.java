package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.requireSameBits;
import static dev.carousel.testkit.KernelsBench.SIZES;
import static dev.carousel.testkit.KernelsBench.nans;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** The part of the contract on copies: of blocks, and of rows chosen by their index. */
interface CopyContract extends KernelsSubject {
  /** A block of columns is copied or added, and nothing around it changes. */
  @Test
  default void copyEqualsPlainLoops() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        for (boolean accumulate : new boolean[] {false, true}) {
          int n = rows * columns;
          SurroundedBlock from = bench.block(2, 3, rows, columns, bench.numbers(n), Float.NaN);
          float[] before = bench.numbers(n);
          SurroundedBlock to =
              bench.block(1, 5, rows, columns, accumulate ? before : nans(n), 3.25f);
          kernels.copy(from.tensor(), 2, 3, to.tensor(), 1, 5, rows, columns, accumulate);
          float[] expected = from.values().clone();
          for (int i = 0; accumulate && i < n; i++) {
            expected[i] += before[i];
          }
          assertThat(to.block()).isEqualTo(expected);
        }
      }
    }
  }

  /** Rows are gathered in any order, several times and not at all; -1 gives zeros. */
  @Test
  default void gatherRowsEqualsPlainLoops() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int columns : SIZES) {
      float[] source = bench.numbers(4 * columns);
      int[] index = {3, -1, 0, 3, 1, -1};
      Tensor target = kernels.allocate(Shape.of(index.length, columns));
      kernels.fill(target, Float.NaN);
      kernels.gatherRows(kernels.tensor(source, 4, columns), index, target);
      float[] expected = new float[index.length * columns];
      for (int i = 0; i < index.length; i++) {
        for (int j = 0; index[i] >= 0 && j < columns; j++) {
          expected[i * columns + j] = source[index[i] * columns + j];
        }
      }
      assertThat(kernels.toArray(target)).isEqualTo(expected);
    }
  }

  /** Rows are added where they belong, several to one in order; -1 drops them, even NaN. */
  @Test
  default void scatterAddRowsEqualsPlainLoops() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int columns : SIZES) {
      int[] index = {2, -1, 0, 2, 2, -1};
      float[] source = bench.numbers(index.length * columns);
      Arrays.fill(source, columns, 2 * columns, Float.NaN);
      float[] expected = bench.numbers(4 * columns);
      Tensor target = kernels.tensor(expected, 4, columns);
      kernels.scatterAddRows(kernels.tensor(source, index.length, columns), index, target);
      for (int i = 0; i < index.length; i++) {
        for (int j = 0; index[i] >= 0 && j < columns; j++) {
          expected[index[i] * columns + j] += source[i * columns + j];
        }
      }
      requireSameBits("columns " + columns, expected, kernels.toArray(target));
    }
  }
}
