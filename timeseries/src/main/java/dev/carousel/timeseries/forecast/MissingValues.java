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
  FORWARD
}
