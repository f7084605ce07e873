package dev.carousel.timeseries.series;

/** What to do where a regular series lacks steps. */
public enum Gaps {
  /** A step without a row is an error. */
  REFUSE,
  /** A step without a row is a step whose values are all missing. */
  MISSING
}
