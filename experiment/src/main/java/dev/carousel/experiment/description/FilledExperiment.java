package dev.carousel.experiment.description;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * An experiment with every default filled in.
 *
 * @param experiment the base; each variant's changes are the fewest that make it from the filled
 *     base
 * @param json the same as JSON, itself a valid experiment that fills to itself
 * @param setups the variants in order
 */
public record FilledExperiment(Experiment experiment, ObjectNode json, List<VariantSetup> setups) {
  /** Copies the list. */
  public FilledExperiment {
    setups = List.copyOf(setups);
  }
}
