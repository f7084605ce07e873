package dev.carousel.experiment.page;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The traces of a run, small enough for a page: matrices as heat maps, as many as a budget allows,
 * and of singular values the largest, the median and the smallest.
 */
final class Traces {
  private record Placed(ObjectNode value, String variant, long seed, HeatMap map) {}

  private final List<Placed> maps = new ArrayList<>();
  private final ArrayNode json = JsonNodeFactory.instance.arrayNode();
  private final List<String> notes = new ArrayList<>();

  private Traces() {}

  /**
   * Reads traces.
   *
   * @param files of one run
   * @param budget how many numbers all heat maps may have together
   * @return the traces
   * @throws InvalidDataException if a file holds something else
   */
  static Traces read(List<Path> files, long budget) {
    Traces traces = new Traces();
    for (Path file : files) {
      JsonNode trace = Json.read(file);
      try {
        traces.json.add(traces.trace(trace));
      } catch (RuntimeException e) {
        throw new InvalidDataException(file + " does not hold a trace: " + e.getMessage(), e);
      }
    }
    traces.embed(budget);
    return traces;
  }

  /** A trace an element. */
  ArrayNode json() {
    return json;
  }

  /** What was left out, in sentences. */
  List<String> notes() {
    return notes;
  }

  private ObjectNode trace(JsonNode trace) {
    String variant = trace.required("variant").stringValue();
    long seed = trace.required("seed").longValue();
    ObjectNode small = JsonNodeFactory.instance.objectNode();
    small.put("variant", variant).put("seed", seed);
    small.put("input", trace.path("input").asString(""));
    small.put("steps", trace.required("steps").intValue());
    if (trace.path("labels").isArray()) {
      small.set("labels", trace.get("labels"));
    }
    ArrayNode layers = small.putArray("layers");
    for (JsonNode layer : trace.required("layers")) {
      ObjectNode smallLayer = layers.addObject();
      smallLayer.put("name", layer.required("name").stringValue());
      smallLayer.put("units", layer.required("units").intValue());
      ArrayNode values = smallLayer.putArray("values");
      for (JsonNode value : layer.path("values")) {
        ObjectNode smallValue = values.addObject();
        smallValue.put("name", value.required("name").stringValue());
        smallValue.put("kind", value.path("kind").asString("other"));
        for (String share : List.of("mean", "low", "high")) {
          smallValue.set(share, Compact.number(value.path(share)));
        }
        maps.add(new Placed(smallValue, variant, seed, HeatMap.of(value.required("data"))));
      }
      gradients(layer.path("gradients"), smallLayer.putObject("gradients"));
      jacobian(layer.path("jacobian"), smallLayer.putObject("jacobian"));
      for (String part : List.of("horizon", "timescales")) {
        if (layer.path(part).isObject()) {
          smallLayer.set(part, layer.get(part));
        }
      }
    }
    return small;
  }

  private static void gradients(JsonNode gradients, ObjectNode small) {
    gradients.properties().forEach(e -> small.set(e.getKey(), Compact.numbers(e.getValue())));
  }

  private static void jacobian(JsonNode jacobian, ObjectNode small) {
    for (Map.Entry<String, JsonNode> state : jacobian.properties()) {
      ObjectNode smallState = small.putObject(state.getKey());
      smallState.set("lag", Compact.numbers(state.getValue().required("lag")));
      smallState.set("norm", Compact.numbers(state.getValue().required("norm")));
      JsonNode singular = state.getValue().path("singularValues");
      if (singular.isArray()) {
        ArrayNode extremes = smallState.putArray("singularValues");
        singular.forEach(values -> extremes.add(extremes(values)));
      }
    }
  }

  private static ArrayNode extremes(JsonNode singularValues) {
    ArrayNode extremes = JsonNodeFactory.instance.arrayNode();
    double[] sorted =
        singularValues.valueStream().mapToDouble(JsonNode::asDouble).sorted().toArray();
    int n = sorted.length;
    if (n > 0) {
      extremes.add(Compact.number(sorted[n - 1]));
      extremes.add(Compact.number((sorted[(n - 1) / 2] + sorted[n / 2]) / 2));
      extremes.add(Compact.number(sorted[0]));
    }
    return extremes;
  }

  /** First goes what repeats, the other seeds; then neighbours. */
  private void embed(long budget) {
    List<Placed> kept = maps;
    if (cells(kept, 1, 1) > budget) {
      Map<String, Long> first = new HashMap<>();
      maps.forEach(placed -> first.merge(placed.variant(), placed.seed(), Math::min));
      kept = maps.stream().filter(p -> first.get(p.variant()) == p.seed()).toList();
      if (kept.size() < maps.size()) {
        notes.add(
            "To keep this page small, there are heat maps of each variant's first seed only.");
      }
    }
    int stepStride = 1;
    int unitStride = 1;
    while (cells(kept, stepStride, unitStride) > budget) {
      // Of neighbouring units nothing is expected; neighbouring steps tell a story.
      if (unitStride <= 2 * stepStride) {
        unitStride++;
      } else {
        stepStride++;
      }
    }
    for (Placed placed : kept) {
      ObjectNode map = placed.map().thinned(stepStride, unitStride).json();
      map.put("stepStride", stepStride).put("unitStride", unitStride);
      placed.value().set("map", map);
    }
  }

  private static long cells(List<Placed> maps, int stepStride, int unitStride) {
    return maps.stream()
        .map(Placed::map)
        .mapToLong(
            map ->
                ((map.steps() + stepStride - 1L) / stepStride)
                    * ((map.units() + unitStride - 1L) / unitStride))
        .sum();
  }
}
