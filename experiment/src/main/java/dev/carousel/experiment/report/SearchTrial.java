package dev.carousel.experiment.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One trial of a search for hyperparameters. It is never averaged with anything, and the test part
 * is not looked at.
 *
 * @param number 1 for the first
 * @param set path to the value tried
 * @param status how it ended
 * @param result its seed, validation metrics of the best epoch, epochs and time
 */
public record SearchTrial(
    int number, Map<String, JsonNode> set, Status status, TrialResult result) {
  /** How a search trial ended. */
  public enum Status {
    /** Trained to its end. */
    DONE,
    /** Something went wrong. */
    FAILED,
    /** Trained for one round, and may be continued in the next. */
    PAUSED,
    /** Not among those that were continued. */
    STOPPED;

    /**
     * The status as results.json has it.
     *
     * @return such as "done"
     */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Copies the map and keeps its order. */
  public SearchTrial {
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
  }

  /**
   * The trial with another status.
   *
   * @param other the status
   * @return the trial with it
   */
  public SearchTrial with(Status other) {
    return new SearchTrial(number, set, other, result);
  }
}
