package dev.carousel.timeseries.scale;

/**
 * A fitted scale: z = (g(y) - offset) / factor.
 *
 * @param transform g
 * @param offset what is subtracted, in units of g(y)
 * @param factor what is divided by, in units of g(y); finite and not 0
 */
public record Scaler(Transform transform, double offset, double factor) {
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
   * @param value y, above 0 if the transform needs that; NaN for NaN
   * @return z
   */
  public double apply(double value) {
    return (transform.apply(value) - offset) / factor;
  }

  /**
   * Undoes {@link #apply}.
   *
   * @param scaled z
   * @return y. Of z = apply(y), g(y) is found up to 8 ulps of the larger of |g(y)| and |offset|;
   *     without a transform that is y itself
   */
  public double invert(double scaled) {
    return transform.invert(scaled * factor + offset);
  }
}
