package dev.carousel.testkit;

import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.ejml.data.DMatrixRMaj;

/**
 * Compares a gradient, element by element, with central differences in double.
 *
 * <p>The formula has seven points: (45 (f₁ - f₋₁) - 9 (f₂ - f₋₂) + (f₃ - f₋₃)) / 60h with fₖ = f(x
 * + kh). It leaves out terms of h⁶ f⁽⁷⁾/140: with h = 4e-3 less than 1e-13 for the seventh
 * derivatives of a few hundred that sigmoids and tanhs have. Rounding contributes about 16 · 2⁻⁵³ S
 * / h, where S is the sum of the absolute values of the loss's terms and 16 allows for what has
 * been rounded within them: 4e-13 S.
 *
 * <p>The error of an element is |a - b| / max(|a|, |b|, floor), and the floor is where rounding
 * alone would reach the tolerance: 4e-6 S. So an element is compared for itself, however large its
 * neighbours are, as long as it is big enough to be measured at all; what is smaller must agree to
 * an absolute error of 4e-13 S.
 *
 * <p>Where a kink, such as that of relu, lies within 3h the formula is wrong and the gradient
 * right. So an element that disagrees gets a second chance with steps 32 and 1024 times smaller,
 * whose floors are 32 and 1024 times higher: a wrong derivative stays wrong.
 */
final class FiniteDifferences {
  private static final double TOLERANCE = 1e-7;
  private static final double STEP = 4e-3;
  private static final double[] SHRINK = {1, 32, 1024};
  private static final double ROUNDING = 16 * 0x1p-53;

  private final DoubleSupplier loss;
  private final double magnitude;

  /**
   * @param loss the loss as the arguments are at the moment
   * @param magnitude S, the sum of the absolute values of the loss's terms
   */
  FiniteDifferences(DoubleSupplier loss, double magnitude) {
    this.loss = loss;
    this.magnitude = magnitude;
  }

  /**
   * Fails unless the gradients of a block agree; changes its elements on the way and puts them
   * back.
   */
  void compare(Block arguments, Block gradients) {
    for (int m = 0; m < arguments.matrices().size(); m++) {
      DMatrixRMaj matrix = arguments.matrices().get(m);
      DMatrixRMaj gradient = gradients.matrices().get(m);
      if (gradient.numRows != matrix.numRows || gradient.numCols != matrix.numCols) {
        throw new AssertionError(
            "the gradient of %s is [%d, %d], expected [%d, %d]"
                .formatted(
                    arguments.name(),
                    gradient.numRows,
                    gradient.numCols,
                    matrix.numRows,
                    matrix.numCols));
      }
      for (int i = 0; i < matrix.getNumElements(); i++) {
        compare(matrix, i, gradient.get(i), gradients.place(m, i));
      }
    }
  }

  private void compare(DMatrixRMaj matrix, int element, double gradient, String place) {
    double first = 0;
    double error = Double.NaN;
    for (double shrink : SHRINK) {
      double step = STEP / shrink;
      double difference = difference(matrix, element, step);
      double floor = ROUNDING * magnitude / step / TOLERANCE;
      error =
          Math.abs(difference - gradient)
              / Math.max(floor, Math.max(Math.abs(difference), Math.abs(gradient)));
      if (error < TOLERANCE) {
        return;
      }
      first = shrink == 1 ? difference : first;
    }
    throw new AssertionError(
        String.format(
            Locale.ROOT,
            "the gradient of %s is %.12g, but finite differences give %.12g; relative error %.2g"
                + " (even with the smallest step), expected less than %.0e",
            place,
            gradient,
            first,
            error,
            TOLERANCE));
  }

  private double difference(DMatrixRMaj matrix, int element, double step) {
    double there = matrix.get(element);
    double[] f = new double[7];
    for (int k = -3; k <= 3; k++) {
      if (k != 0) {
        matrix.set(element, there + k * step);
        f[k + 3] = loss.getAsDouble();
      }
    }
    matrix.set(element, there);
    return (45 * (f[4] - f[2]) - 9 * (f[5] - f[1]) + (f[6] - f[0])) / (60 * step);
  }
}
