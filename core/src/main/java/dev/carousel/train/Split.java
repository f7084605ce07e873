package dev.carousel.train;

/** The parts of a data set. */
public enum Split {
  /** What weights are fitted on. */
  TRAIN,
  /** What decides when to stop and which settings to keep. */
  VALID,
  /** What is reported, looked at once. */
  TEST
}
