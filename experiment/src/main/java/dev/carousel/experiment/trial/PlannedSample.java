package dev.carousel.experiment.trial;

import dev.carousel.experiment.description.Sample;

/**
 * A trial of a search that is known to work.
 *
 * @param sample what is tried
 * @param variant the variant that it makes, without samples of its own
 */
public record PlannedSample(Sample sample, PlannedVariant variant) {}
