package dev.carousel.timeseries.forecast;

/**
 * A fitted scale: z = (g(y) - offset) / factor, where g is the natural logarithm or nothing.
 *
 * @param logarithmic whether g is the logarithm
 * @param offset what is subtracted, in units of g(y)
 * @param factor what is divided by, in units of g(y); finite and not 0
 */
public record Scaler(boolean logarithmic, double offset, double factor) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if the offset or the factor is not finite, or the factor is 0
   */
  public Scaler {
    if (!Double.isFinite(offset) || !Double.isFinite(factor) || factor == 0) {
      throw new IllegalArgumentException(
          "a scale needs a finite offset and a finite factor other than 0, got %s and %s"
              .formatted(offset, factor));
    }
  }

  /**
   * Scales a value.
   *
   * @param value y, above 0 if the scale is logarithmic
   * @return z
   */
  public double apply(double value) {
    return ((logarithmic ? Math.log(value) : value) - offset) / factor;
  }

  /**
   * Undoes {@link #apply}.
   *
   * @param scaled z
   * @return y, up to rounding
   */
  public double invert(double scaled) {
    double value = scaled * factor + offset;
    return logarithmic ? Math.exp(value) : value;
  }
}
