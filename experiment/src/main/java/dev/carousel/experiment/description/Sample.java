package dev.carousel.experiment.description;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * One draw of a search, and the variant that it makes.
 *
 * @param number 1 for the first
 * @param set path to the value drawn
 * @param setup the variant with these values, without samples of its own
 */
public record Sample(int number, Map<String, JsonNode> set, VariantSetup setup) {
  /** Copies the map and keeps its order. */
  public Sample {
    set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
  }
}
