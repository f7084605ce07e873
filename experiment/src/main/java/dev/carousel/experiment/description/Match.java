package dev.carousel.experiment.description;

/** What is held equal between the variants of a comparison. */
public enum Match {
  /** Every variant has the number of units that it states. */
  UNITS
}
