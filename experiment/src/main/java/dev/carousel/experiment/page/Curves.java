package dev.carousel.experiment.page;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The epochs of each trial, by columns: {@code {"variant", "seed", "epoch": [...], ...}}. */
final class Curves {
  private record Trial(String variant, long seed) {}

  private Curves() {}

  /**
   * Sorts epochs by trial.
   *
   * @param epochs lines of metrics.jsonl; where an epoch of a trial comes again, as after a stop
   *     and a resume, what was written before is forgotten
   * @return an object a trial; "seconds" counts from the trial's begin, "tokens" is absent where no
   *     line has them
   */
  static ArrayNode of(List<JsonNode> epochs) {
    Map<Trial, Map<Integer, JsonNode>> trials = new LinkedHashMap<>();
    for (JsonNode line : epochs) {
      Trial trial = new Trial(line.get("variant").stringValue(), line.get("seed").longValue());
      Map<Integer, JsonNode> lines = trials.computeIfAbsent(trial, t -> new LinkedHashMap<>());
      int epoch = line.get("epoch").intValue();
      if (lines.containsKey(epoch)) {
        lines.keySet().removeIf(earlier -> earlier >= epoch);
      }
      lines.put(epoch, line);
    }
    ArrayNode curves = JsonNodeFactory.instance.arrayNode();
    trials.forEach((trial, lines) -> curves.add(curve(trial, List.copyOf(lines.values()))));
    return curves;
  }

  private static ObjectNode curve(Trial trial, List<JsonNode> lines) {
    ObjectNode curve = JsonNodeFactory.instance.objectNode();
    curve.put("variant", trial.variant()).put("seed", trial.seed());
    ArrayNode epoch = curve.putArray("epoch");
    ArrayNode loss = curve.putArray("trainingLoss");
    ArrayNode seconds = curve.putArray("seconds");
    Map<String, ArrayNode> valid = new LinkedHashMap<>();
    double passed = 0;
    double tokens = 0;
    boolean counted = false;
    for (int i = 0; i < lines.size(); i++) {
      JsonNode line = lines.get(i);
      epoch.add(line.get("epoch"));
      loss.add(Compact.number(line.path("trainingLoss")));
      passed += line.path("seconds").asDouble(0);
      seconds.add(Compact.number(passed));
      counted |= line.path("tokens").isNumber();
      tokens += line.path("tokens").asDouble(0);
      for (Map.Entry<String, JsonNode> metric : line.path("valid").properties()) {
        ArrayNode values = valid.computeIfAbsent(metric.getKey(), name -> curve.arrayNode());
        while (values.size() < i) {
          values.addNull();
        }
        values.add(Compact.number(metric.getValue()));
      }
    }
    ObjectNode metrics = curve.putObject("valid");
    valid.forEach(metrics::set);
    if (counted) {
      curve.set("tokens", Compact.number(tokens));
    }
    return curve;
  }
}
