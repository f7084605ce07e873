package dev.carousel.experiment.trial;

import dev.carousel.experiment.description.VariantSetup;
import dev.carousel.experiment.report.Size;
import dev.carousel.train.PreparedTask;
import java.util.List;

/**
 * A variant that is known to work: its data are in memory and its model has been built once.
 *
 * @param setup the variant, its units solved for if something else is held equal
 * @param task its data, shared by all variants of an equal task
 * @param size how large its model is
 * @param samples what the search for its hyperparameters tries; none without a search
 */
public record PlannedVariant(
    VariantSetup setup, PreparedTask task, Size size, List<PlannedSample> samples) {
  /** Copies the list. */
  public PlannedVariant {
    samples = List.copyOf(samples);
  }
}
