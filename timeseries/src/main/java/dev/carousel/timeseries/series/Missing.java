package dev.carousel.timeseries.series;

/** Whether a file may lack values. */
public enum Missing {
  /** A missing value is an error. */
  REFUSE,
  /** A missing value is not known; a task decides what becomes of it. */
  ALLOW
}
