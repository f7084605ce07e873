package dev.carousel.exhibit;

/** Where something that is shown comes from. */
public enum Provenance {
  /** The data: the same for every model. */
  DATA,
  /** The model that is shown. */
  MODEL,
  /** Something that models are compared with: the same for every model. */
  BASELINE
}
