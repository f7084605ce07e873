package dev.carousel.experiment.report;

/**
 * How large a variant's model is.
 *
 * @param units the number of units of its cell
 * @param parameters the number of trainable numbers
 * @param flops the floating-point operations of a forward pass for each time step: two for each
 *     multiply-add, one for each pointwise operation
 */
public record Size(int units, long parameters, double flops) {}
