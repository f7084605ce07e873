package dev.carousel.experiment.description;

/**
 * What is held equal between the variants of a comparison. For the others than units, each
 * variant's number of units is solved for, so that it comes as near as it can to the base
 * experiment's model.
 */
public enum Match {
  /** Every variant has the number of units that it states. */
  UNITS,
  /** The number of trainable numbers of the whole model. */
  PARAMETERS,
  /** The floating-point operations of the whole model's forward pass for a time step. */
  FLOPS
}
