package dev.carousel.testkit;

import static dev.carousel.testkit.FloatComparison.FUNCTION_ROUNDINGS;
import static dev.carousel.testkit.FloatComparison.ROUNDING;
import static dev.carousel.testkit.FloatComparison.requireClose;
import static dev.carousel.testkit.KernelsBench.SIZES;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The part of the contract on softmax cross-entropy. */
interface SoftmaxContract extends KernelsSubject {
  /**
   * Loss and gradient, with some rows that do not count, for small and for huge logits. Each row's
   * exponentials and their sum round a few times a class.
   */
  @Test
  default void softmaxCrossEntropyEqualsPlainLoops() {
    for (int rows : SIZES) {
      for (int classes : SIZES) {
        for (float scale : new float[] {1, 30, 1e4f, 1e30f}) {
          softmaxCrossEntropy(rows, classes, scale);
        }
      }
    }
  }

  private void softmaxCrossEntropy(int rows, int classes, float scale) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    float[] logits = bench.numbers(rows * classes);
    int[] targets = new int[rows];
    for (int i = 0; i < logits.length; i++) {
      logits[i] *= scale;
    }
    for (int row = 0; row < rows; row++) {
      targets[row] = row % 3 == 1 ? -1 : bench.random().nextInt(classes);
    }
    // Rows that do not count may hold anything.
    for (int i = 0; rows > 1 && i < classes; i++) {
      logits[classes + i] = Float.NaN;
    }
    Tensor gradient = kernels.allocate(Shape.of(rows, classes));
    kernels.fill(gradient, Float.NaN);
    double loss =
        kernels.softmaxCrossEntropy(kernels.tensor(logits, rows, classes), targets, 1, gradient);
    float[] slopes = kernels.toArray(gradient);
    String what = "%d rows of %d classes, scale %g".formatted(rows, classes, scale);
    double expected = 0;
    double bound = 0;
    for (int row = 0; row < rows; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int j = 0; j < classes; j++) {
        largest = Math.max(largest, logits[row * classes + j]);
      }
      for (int j = 0; j < classes; j++) {
        sum += Math.exp(logits[row * classes + j] - largest);
      }
      for (int j = 0; j < classes; j++) {
        float slope = slopes[row * classes + j];
        if (targets[row] < 0) {
          requireClose(what + ", a row that does not count", row, j, slope, 0, 0);
        } else {
          double probability = Math.exp(logits[row * classes + j] - largest) / sum;
          double wanted = probability - (j == targets[row] ? 1 : 0);
          requireClose(what, row, j, slope, wanted, (classes + FUNCTION_ROUNDINGS) * ROUNDING);
        }
      }
      if (targets[row] >= 0) {
        double own = largest - logits[row * classes + targets[row]];
        expected += Math.log(sum) + own;
        bound += (classes + FUNCTION_ROUNDINGS) * ROUNDING * (1 + own);
      }
    }
    requireClose(what + ", the loss", 0, 0, loss, expected, bound);
  }

  /**
   * Softmax over the beginning of rows whose ends hold anything, for small and for huge logits.
   * Each exponential and the sum round a few times an element.
   */
  @Test
  default void softmaxEqualsPlainLoops() {
    for (int rows : SIZES) {
      for (int columns : SIZES) {
        for (float scale : new float[] {1, 30, 1e30f}) {
          softmax(rows, columns, scale);
        }
      }
    }
  }

  private void softmax(int rows, int columns, float scale) {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    float[] logits = bench.numbers(rows * columns);
    int[] counts = new int[rows];
    for (int row = 0; row < rows; row++) {
      counts[row] = 1 + bench.random().nextInt(columns);
      for (int j = 0; j < columns; j++) {
        int at = row * columns + j;
        logits[at] = j < counts[row] ? logits[at] * scale : Float.NaN;
      }
    }
    Tensor result = kernels.allocate(Shape.of(rows, columns));
    kernels.fill(result, Float.NaN);
    kernels.softmax(kernels.tensor(logits, rows, columns), counts, result);
    float[] probabilities = kernels.toArray(result);
    String what = "softmax of %d rows of %d, scale %g".formatted(rows, columns, scale);
    for (int row = 0; row < rows; row++) {
      double largest = Double.NEGATIVE_INFINITY;
      double sum = 0;
      for (int j = 0; j < counts[row]; j++) {
        largest = Math.max(largest, logits[row * columns + j]);
      }
      for (int j = 0; j < counts[row]; j++) {
        sum += Math.exp(logits[row * columns + j] - largest);
      }
      for (int j = 0; j < columns; j++) {
        boolean counted = j < counts[row];
        double wanted = counted ? Math.exp(logits[row * columns + j] - largest) / sum : 0;
        double allowed = counted ? (columns + FUNCTION_ROUNDINGS) * ROUNDING : 0;
        requireClose(what, row, j, probabilities[row * columns + j], wanted, allowed);
      }
    }
  }

  /** A count outside the row is refused, with row and count named. */
  @Test
  default void softmaxRefusesBadCounts() {
    Kernels kernels = bench().kernels();
    Tensor logits = kernels.zeros(2, 5);
    Tensor result = kernels.zeros(2, 5);
    assertThatThrownBy(() -> kernels.softmax(logits, new int[] {1, 6}, result))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax: 6 elements of row 1, which has 5");
    assertThatThrownBy(() -> kernels.softmax(logits, new int[] {0, 5}, result))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax: 0 elements of row 0, which has 5");
  }

  /** A target outside the classes is refused, with row and target named. */
  @Test
  default void softmaxCrossEntropyRefusesBadTargets() {
    Kernels kernels = bench().kernels();
    Tensor logits = kernels.zeros(2, 5);
    Tensor gradient = kernels.zeros(2, 5);
    assertThatThrownBy(() -> kernels.softmaxCrossEntropy(logits, new int[] {4, 5}, 1, gradient))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax cross-entropy: target 5 of row 1 is not one of 5 classes");
    assertThatThrownBy(() -> kernels.softmaxCrossEntropy(logits, new int[] {-2, 0}, 1, gradient))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax cross-entropy: target -2 of row 0 is not one of 5 classes");
  }
}
