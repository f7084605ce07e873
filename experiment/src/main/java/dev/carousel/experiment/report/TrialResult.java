package dev.carousel.experiment.report;

import dev.carousel.train.Split;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one trial came to.
 *
 * @param seed the trial's seed
 * @param reason why it failed; empty if it is done
 * @param metrics the figures of the best weights on each split; none for a failed trial; NaN for a
 *     figure that is undefined
 * @param epochs how many epochs were run
 * @param bestEpoch the epoch of the best weights, 1 the first; 0 for a failed trial
 * @param seconds how long it took
 */
public record TrialResult(
    long seed,
    Optional<String> reason,
    Map<Split, Map<String, Double>> metrics,
    int epochs,
    int bestEpoch,
    double seconds) {
  /** Copies the maps and keeps their order. */
  public TrialResult {
    Map<Split, Map<String, Double>> copy = new EnumMap<>(Split.class);
    metrics.forEach(
        (split, values) ->
            copy.put(split, Collections.unmodifiableMap(new LinkedHashMap<>(values))));
    metrics = Collections.unmodifiableMap(copy);
  }

  /**
   * Whether training came to its end.
   *
   * @return whether there is no reason for a failure
   */
  public boolean done() {
    return reason.isEmpty();
  }

  /**
   * The status as results.json has it.
   *
   * @return "done" or "failed"
   */
  public String status() {
    return done() ? "done" : "failed";
  }

  /**
   * The figures on one split.
   *
   * @param split the split
   * @return metric to value, empty if there are none
   */
  public Map<String, Double> on(Split split) {
    return metrics.getOrDefault(split, Map.of());
  }
}
