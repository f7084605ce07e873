package dev.carousel.experiment.description;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One side of a comparison: the base experiment with some values set otherwise.
 *
 * @param name unique in its experiment; file names are made of it
 * @param set dotted path, such as "model.recurrent.cell.type", to the value there
 */
public record Variant(String name, Map<String, JsonNode> set) {
  /**
   * Checks the name and copies the map.
   *
   * @throws IllegalArgumentException if the name cannot be part of a file name
   */
  public Variant {
    if (name != null) {
      Experiment.requireFileName("variant", name);
    }
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
  }
}
