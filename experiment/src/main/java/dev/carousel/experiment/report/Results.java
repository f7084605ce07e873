package dev.carousel.experiment.report;

import dev.carousel.experiment.description.Match;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The results of an experiment.
 *
 * @param name the experiment's name
 * @param metrics the task's metrics, the deciding one first
 * @param match what is held equal between the variants
 * @param against the variant that all others are compared with; empty to compare each with each
 * @param variants the variants in the experiment's order
 * @param baselines what simple methods reach on the same data
 * @param confounds what differs between the variants besides the cell
 */
public record Results(
    String name,
    List<Metric> metrics,
    Match match,
    Optional<String> against,
    List<VariantResults> variants,
    List<Baseline> baselines,
    List<Confound> confounds) {
  /** Copies the lists. */
  public Results {
    metrics = List.copyOf(metrics);
    confounds = List.copyOf(confounds);
    variants = List.copyOf(variants);
    baselines = List.copyOf(baselines);
  }

  /**
   * The names of all metrics, variants' before baselines', in the order in which they come up.
   *
   * @param split of this split
   * @return the names
   */
  public Set<String> metrics(Split split) {
    Set<String> metrics = new LinkedHashSet<>();
    for (VariantResults variant : variants) {
      variant.trials().forEach(trial -> metrics.addAll(trial.on(split).keySet()));
    }
    for (Baseline baseline : baselines) {
      if (baseline.metrics().containsKey(split)) {
        metrics.addAll(baseline.metrics().get(split).keySet());
      }
    }
    return metrics;
  }
}
