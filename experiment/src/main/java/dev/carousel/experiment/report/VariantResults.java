package dev.carousel.experiment.report;

import dev.carousel.train.Split;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trials of one variant.
 *
 * @param name the variant's name
 * @param cell the name of its cell's type
 * @param parameters the number of trainable numbers
 * @param trials those that ended, by seed
 */
public record VariantResults(String name, String cell, long parameters, List<TrialResult> trials) {
  /** Copies the list. */
  public VariantResults {
    trials = List.copyOf(trials);
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
