package dev.carousel.timeseries.series;

/** What a column is to a forecast. */
public enum Role {
  /** To be forecast; its past is an input too. */
  TARGET,
  /** An input whose future is not known when the forecast is made. */
  PAST,
  /** An input that is known for the future too, such as a holiday or the calendar. */
  KNOWN
}
