package dev.carousel.experiment.report;

import dev.carousel.experiment.statistics.Summary;
import dev.carousel.train.Split;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The trials of one variant.
 *
 * @param name the variant's name
 * @param cell the name of its cell's type
 * @param size how large its model is
 * @param trials those that ended, by seed
 * @param search how its hyperparameters were found, if they were searched
 */
public record VariantResults(
    String name, String cell, Size size, List<TrialResult> trials, Optional<SearchResults> search) {
  /**
   * Copies the list.
   *
   * @throws IllegalArgumentException if two trials have one seed: they are the same trial, and
   *     counting it twice would make the variant look surer than it is
   */
  public VariantResults {
    trials = List.copyOf(trials);
    Set<Long> seeds = new HashSet<>();
    for (TrialResult trial : trials) {
      if (!seeds.add(trial.seed())) {
        throw new IllegalArgumentException(
            "variant '%s' has two trials of seed %d".formatted(name, trial.seed()));
      }
    }
  }

  /**
   * The trial of a seed, if it is done.
   *
   * @param seed the seed
   * @return its result
   */
  public Optional<TrialResult> done(long seed) {
    return trials.stream().filter(trial -> trial.seed() == seed && trial.done()).findAny();
  }

  /**
   * The test metrics over the trials that are done. Failed trials do not count.
   *
   * @return metric to its summary, in the metrics' order
   */
  public Map<String, Summary> testSummaries() {
    List<TrialResult> done = trials.stream().filter(TrialResult::done).toList();
    Map<String, Summary> summaries = new LinkedHashMap<>();
    for (TrialResult trial : done) {
      for (String metric : trial.on(Split.TEST).keySet()) {
        summaries.computeIfAbsent(
            metric,
            name ->
                Summary.of(
                    done.stream()
                        .mapToDouble(t -> t.on(Split.TEST).getOrDefault(name, Double.NaN))
                        .toArray()));
      }
    }
    return summaries;
  }

  /**
   * The mean time of a trial that is done.
   *
   * @return seconds, NaN if none is done
   */
  public double meanSeconds() {
    return trials.stream()
        .filter(TrialResult::done)
        .mapToDouble(TrialResult::seconds)
        .average()
        .orElse(Double.NaN);
  }
}
