package dev.carousel.timeseries.signal;

/** What goes wrong in a simulated signal. */
enum AnomalyKind {
  SPIKE,
  SHIFT,
  STUCK,
  FREQUENCY
}
