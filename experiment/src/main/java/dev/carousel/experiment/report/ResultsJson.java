package dev.carousel.experiment.report;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.train.Baseline;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The form of results.json. A number that is not finite is null. */
public final class ResultsJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ResultsJson() {}

  /**
   * Writes results.
   *
   * @param results the results
   * @return their JSON
   */
  public static ObjectNode write(Results results) {
    ObjectNode root = JSON.objectNode().put("name", results.name());
    ArrayNode variants = root.putArray("variants");
    for (VariantResults variant : results.variants()) {
      ObjectNode object = variants.addObject();
      object.put("name", variant.name());
      object.put("cell", variant.cell());
      object.put("parameters", variant.parameters());
      ArrayNode trials = object.putArray("trials");
      variant.trials().forEach(trial -> trials.add(trial(trial)));
      ObjectNode test = object.putObject("summary").putObject("test");
      variant.testSummaries().forEach((metric, summary) -> test.set(metric, summary(summary)));
    }
    ArrayNode baselines = root.putArray("baselines");
    for (Baseline baseline : results.baselines()) {
      ObjectNode object = baselines.addObject().put("name", baseline.name());
      object.set("metrics", splits(baseline.metrics()));
    }
    root.putArray("comparisons");
    return root;
  }

  private static ObjectNode trial(TrialResult trial) {
    ObjectNode object = JSON.objectNode().put("seed", trial.seed()).put("status", trial.status());
    trial.reason().ifPresent(reason -> object.put("reason", reason));
    object.set("metrics", splits(trial.metrics()));
    object.put("epochs", trial.epochs());
    object.put("bestEpoch", trial.bestEpoch());
    object.set("seconds", number(trial.seconds()));
    return object;
  }

  private static ObjectNode summary(Summary summary) {
    ObjectNode object = JSON.objectNode();
    object.set("mean", number(summary.mean()));
    object.set("sd", number(summary.sd()));
    if (Double.isFinite(summary.low())) {
      object.putArray("ci95").add(summary.low()).add(summary.high());
    } else {
      object.putNull("ci95");
    }
    return object.put("n", summary.n());
  }

  private static ObjectNode splits(Map<Split, Map<String, Double>> metrics) {
    ObjectNode object = JSON.objectNode();
    for (Split split : Split.values()) {
      if (metrics.containsKey(split)) {
        object.set(split.name().toLowerCase(Locale.ROOT), metrics(metrics.get(split)));
      }
    }
    return object;
  }

  /**
   * Writes figures.
   *
   * @param metrics name to value
   * @return an object with a number, or null where it is not finite, for each
   */
  public static ObjectNode metrics(Map<String, Double> metrics) {
    ObjectNode object = JSON.objectNode();
    metrics.forEach((name, value) -> object.set(name, number(value)));
    return object;
  }

  /**
   * Writes a number.
   *
   * @param value any number
   * @return it, or null if it is not finite
   */
  public static JsonNode number(double value) {
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
  }

  /**
   * Reads the results of a run.
   *
   * @param file a results.json
   * @return the results
   * @throws InvalidDataException if there is no such file or it holds something else
   */
  public static Results read(Path file) {
    JsonNode root = Json.read(file);
    try {
      List<VariantResults> variants = new ArrayList<>();
      for (JsonNode variant : root.required("variants")) {
        List<TrialResult> trials = new ArrayList<>();
        variant.required("trials").forEach(trial -> trials.add(readTrial(trial)));
        variants.add(
            new VariantResults(
                variant.required("name").stringValue(),
                variant.required("cell").stringValue(),
                variant.required("parameters").longValue(),
                trials));
      }
      List<Baseline> baselines = new ArrayList<>();
      for (JsonNode baseline : root.required("baselines")) {
        baselines.add(
            new Baseline(
                baseline.required("name").stringValue(), readSplits(baseline.required("metrics"))));
      }
      return new Results(root.required("name").stringValue(), variants, baselines);
    } catch (RuntimeException e) {
      throw new InvalidDataException(
          file + " does not hold the results of a run: " + e.getMessage(), e);
    }
  }

  private static TrialResult readTrial(JsonNode trial) {
    boolean done = trial.required("status").stringValue().equals("done");
    return new TrialResult(
        trial.required("seed").longValue(),
        done ? Optional.empty() : Optional.of(trial.path("reason").asString("unknown")),
        readSplits(trial.required("metrics")),
        trial.required("epochs").intValue(),
        trial.path("bestEpoch").asInt(0),
        readNumber(trial.required("seconds")));
  }

  private static Map<Split, Map<String, Double>> readSplits(JsonNode json) {
    Map<Split, Map<String, Double>> splits = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      JsonNode metrics = json.get(split.name().toLowerCase(Locale.ROOT));
      if (metrics != null) {
        Map<String, Double> values = new LinkedHashMap<>();
        metrics.properties().forEach(e -> values.put(e.getKey(), readNumber(e.getValue())));
        splits.put(split, values);
      }
    }
    return splits;
  }

  private static double readNumber(JsonNode json) {
    return json.isNull() ? Double.NaN : json.doubleValue();
  }
}
