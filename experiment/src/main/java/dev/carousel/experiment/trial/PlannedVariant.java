package dev.carousel.experiment.trial;

import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.train.PreparedTask;

/**
 * A variant that is known to work: its data are in memory and its model has been built once.
 *
 * @param setup the variant
 * @param task its data, shared by all variants of an equal task
 * @param parameters the number of trainable numbers of its model
 */
public record PlannedVariant(VariantSetup setup, PreparedTask task, long parameters) {}
