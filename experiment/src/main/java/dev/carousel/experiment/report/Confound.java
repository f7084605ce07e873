package dev.carousel.experiment.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * Something besides the cell in which the variants of a comparison differ, and which may explain
 * their results as well.
 *
 * @param what a path of the experiment, such as "training.optimizer.learningRate", or what was
 *     measured, such as "parameters"
 * @param values variant to value, null where the variant has no such key
 */
public record Confound(String what, Map<String, JsonNode> values) {
  /** Copies the map and keeps its order. */
  public Confound {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  /**
   * Whether it is about the data, so that figures of variants that differ in it cannot be compared.
   *
   * @return whether it belongs to the task
   */
  public boolean ofTheTask() {
    return what.equals("task") || what.startsWith("task.");
  }
}
