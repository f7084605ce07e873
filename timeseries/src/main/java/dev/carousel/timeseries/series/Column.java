package dev.carousel.timeseries.series;

/**
 * One quantity over time.
 *
 * @param name such as "passengers"
 * @param role what it is to a forecast
 * @param values [steps], NaN where nothing is known, otherwise finite; shared, not copied, and not
 *     to be changed
 */
public record Column(String name, Role role, double[] values) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if a value is infinite
   */
  public Column {
    for (int step = 0; step < values.length; step++) {
      if (Double.isInfinite(values[step])) {
        throw new IllegalArgumentException(
            "column '%s' is %s at step %d".formatted(name, values[step], step));
      }
    }
  }

  /**
   * Whether a value is known.
   *
   * @param step 0 the first
   * @return false where it is missing
   */
  public boolean isKnown(int step) {
    return !Double.isNaN(values[step]);
  }
}
