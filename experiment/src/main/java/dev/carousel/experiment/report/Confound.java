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
 * @param ofTheMeasure whether figures of variants that differ in it measure something else, and
 *     cannot be compared
 */
public record Confound(String what, Map<String, JsonNode> values, boolean ofTheMeasure) {
  /** Copies the map and keeps its order. */
  public Confound {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }
}
