package dev.carousel.timeseries.forecast;

/**
 * What becomes of missing values.
 *
 * <p>There is no interpolation: it would put a share of the value after a gap into the gap, and so
 * show the future to a forecast that is made inside the gap.
 */
public enum MissingValues {
  /** A missing value is an error. */
  REFUSE,
  /**
   * A missing value is replaced by the last one before it where it is an input. As a target it
   * stays unknown: it is neither learned nor scored.
   */
  FORWARD,
  /**
   * As {@link #FORWARD}, with two inputs more for each value of a past step: whether it was
   * measured, 1 or 0, and how many steps ago the latest measurement is, as a multiple of the window
   * and at most 1 (Che et al., Recurrent neural networks for multivariate time series with missing
   * values, 2018). Before the first measurement stands the scale's 0.
   */
  MASK
}
