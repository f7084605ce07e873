package dev.carousel.experiment.description;

import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.train.Training;
import java.util.List;

/**
 * A variant with everything filled in: the base experiment's parts after the variant's changes.
 *
 * @param name the variant's name
 * @param cell the name of its cell's type, such as "lstm"
 * @param task what is learnt
 * @param model what learns it
 * @param training how
 * @param samples what the search for its hyperparameters tries; none without a search
 */
public record VariantSetup(
    String name,
    String cell,
    Task task,
    Architecture model,
    Training training,
    List<Sample> samples) {
  /** Copies the list. */
  public VariantSetup {
    samples = List.copyOf(samples);
  }

  /**
   * The variant with another model.
   *
   * @param other the model
   * @return the variant with it
   */
  public VariantSetup with(Architecture other) {
    return new VariantSetup(name, cell, task, other, training, samples);
  }
}
