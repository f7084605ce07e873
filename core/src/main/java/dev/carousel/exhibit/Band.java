package dev.carousel.exhibit;

/**
 * A band of a chart, between two values that a model gives for every x.
 *
 * @param name what it is, such as "80% interval"
 * @param x [n] rising; shared, not copied, and not to be changed
 * @param lower [n], NaN where there is a gap, otherwise finite; shared, not copied, and not to be
 *     changed
 * @param upper [n], as lower; NaN at the same places and nowhere below it
 */
public record Band(String name, double[] x, double[] lower, double[] upper) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no name or no point, there are not as many values
   *     as x, x does not rise, a value is infinite, or the upper is below the lower or known where
   *     that is not
   */
  public Band {
    Names.require("a band", name);
    String what = "band '" + name + "'";
    Points.requireRising(what, x);
    Points.requireAsMany(what, "lower values", lower, x);
    Points.requireAsMany(what, "upper values", upper, x);
    Points.requireNotInfinite(what, lower);
    Points.requireNotInfinite(what, upper);
    for (int i = 0; i < lower.length; i++) {
      boolean gap = Double.isNaN(lower[i]) && Double.isNaN(upper[i]);
      if (!gap && !(lower[i] <= upper[i])) {
        throw new IllegalArgumentException(
            "%s: at %s it goes from %s to %s".formatted(what, x[i], lower[i], upper[i]));
      }
    }
  }
}
