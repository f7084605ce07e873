package dev.carousel.testkit;

import static dev.carousel.testkit.KernelsBench.SIZES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

/** The part of the contract on sums over all elements. */
interface SumContract extends KernelsSubject {
  /** Sums of elements and of squares are added up in double: n terms, n roundings of a double. */
  @Test
  default void sumsAreAddedUpInDouble() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int size : SIZES) {
      float[] values = bench.numbers(3 * size);
      // Lost beside it in floats, not in doubles.
      values[0] = 1e8f;
      double sum = 0;
      double magnitude = 0;
      double squares = 0;
      for (float value : values) {
        sum += value;
        magnitude += Math.abs(value);
        squares += (double) value * value;
      }
      Tensor tensor = kernels.tensor(values, 3, size);
      double bound = values.length * 0x1p-52;
      assertThat(Math.abs(kernels.sum(tensor) - sum)).isLessThanOrEqualTo(bound * magnitude);
      assertThat(Math.abs(kernels.sumOfSquares(tensor) - squares))
          .isLessThanOrEqualTo(bound * squares);
    }
    assertThat(kernels.sumOfSquares(kernels.tensor(new float[] {1e30f, 1e30f}, 2)))
        .isCloseTo(2e60, Percentage.withPercentage(1e-4));
  }

  /** One element that is not finite shows in the sums, wherever it is. */
  @Test
  default void sumsShowWhatIsNotFinite() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int size : SIZES) {
      for (int place : new int[] {0, size / 2, size - 1}) {
        float[] values = bench.numbers(size);
        values[place] = Float.NaN;
        assertThat(kernels.sum(kernels.tensor(values, size))).isNaN();
        assertThat(kernels.sumOfSquares(kernels.tensor(values, size))).isNaN();
        values[place] = Float.NEGATIVE_INFINITY;
        assertThat(kernels.sum(kernels.tensor(values, size))).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(kernels.sumOfSquares(kernels.tensor(values, size)))
            .isEqualTo(Double.POSITIVE_INFINITY);
      }
    }
  }
}
