package dev.carousel.experiment.report;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Match;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.statistics.Summary;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
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
    ArrayNode metrics = root.putArray("metrics");
    for (Metric metric : results.metrics()) {
      metrics.addObject().put("name", metric.name()).put("lowerIsBetter", metric.lowerIsBetter());
    }
    root.put("match", word(results.match()));
    root.put("against", results.against().orElse(null));
    ArrayNode variants = root.putArray("variants");
    for (VariantResults variant : results.variants()) {
      ObjectNode object = variants.addObject();
      object.put("name", variant.name());
      object.put("cell", variant.cell());
      object.put("parameters", variant.size().parameters());
      object.put("units", variant.size().units());
      object.set("flops", number(variant.size().flops()));
      ArrayNode trials = object.putArray("trials");
      variant.trials().forEach(trial -> trials.add(trial(trial)));
      ObjectNode test = object.putObject("summary").putObject("test");
      variant.testSummaries().forEach((metric, summary) -> test.set(metric, summary(summary)));
      variant.search().ifPresent(search -> object.set("search", search(search)));
    }
    if (results.variants().stream().anyMatch(variant -> variant.search().isPresent())) {
      SearchImportance importance = SearchImportance.of(results);
      ObjectNode object = root.putObject("importance").put("note", importance.note());
      object.set("paths", metrics(importance.paths()));
    }
    ArrayNode baselines = root.putArray("baselines");
    for (Baseline baseline : results.baselines()) {
      ObjectNode object = baselines.addObject().put("name", baseline.name());
      object.set("metrics", splits(baseline.metrics()));
    }
    ArrayNode comparisons = root.putArray("comparisons");
    Comparison.of(results).forEach(comparison -> comparisons.add(comparison(comparison)));
    ArrayNode confounds = root.putArray("confounds");
    for (Confound confound : results.confounds()) {
      ObjectNode one = confounds.addObject().put("what", confound.what());
      confound.values().forEach(one.putObject("values")::set);
      one.put("ofTheMeasure", confound.ofTheMeasure());
    }
    return root;
  }

  private static String word(Match match) {
    return match.name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode search(SearchResults search) {
    ObjectNode object = JSON.objectNode();
    ArrayNode trials = object.putArray("trials");
    search.trials().forEach(trial -> trials.add(trial(trial)));
    search
        .chosenTrial()
        .ifPresentOrElse(
            trial -> {
              ObjectNode chosen = object.putObject("chosen").put("number", trial.number());
              trial.set().forEach(chosen.putObject("set")::set);
            },
            () -> object.putNull("chosen"));
    return object;
  }

  static ObjectNode trial(SearchTrial trial) {
    ObjectNode json = JSON.objectNode().put("number", trial.number());
    trial.set().forEach(json.putObject("set")::set);
    json.setAll(trial(trial.result()));
    return json.put("status", trial.status().word());
  }

  private static ObjectNode comparison(Comparison comparison) {
    ObjectNode object = JSON.objectNode().put("metric", comparison.metric());
    object.put("variant", comparison.variant()).put("against", comparison.against());
    object.put("n", comparison.paired().difference().n());
    object.set("difference", summary(comparison.paired().difference()).without("n"));
    object.set("effectSize", number(comparison.paired().effectSize()));
    object.set("p", number(comparison.paired().p()));
    object.set("pHolm", number(comparison.corrected()));
    object.set("improvement", number(comparison.improvement()));
    comparison.note().ifPresent(note -> object.put("note", note));
    return object;
  }

  static ObjectNode trial(TrialResult trial) {
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
   * Reads the results of a run, with what {@link TrialLines} beside the file have.
   *
   * @param file a results.json
   * @return the results
   * @throws InvalidDataException if there is no such file or it holds something else
   */
  public static Results read(Path file) {
    JsonNode root = Json.read(file);
    try {
      TrialLines.addTo(root, file.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new InvalidDataException(
          "cannot read %s beside '%s': %s".formatted(TrialLines.FILE, file, e), e);
    }
    try {
      List<VariantResults> variants = new ArrayList<>();
      for (JsonNode variant : root.required("variants")) {
        variants.add(readVariant(variant));
      }
      List<Baseline> baselines = new ArrayList<>();
      for (JsonNode baseline : root.required("baselines")) {
        baselines.add(
            new Baseline(
                baseline.required("name").stringValue(), readSplits(baseline.required("metrics"))));
      }
      List<Metric> metrics = new ArrayList<>();
      for (JsonNode metric : root.required("metrics")) {
        metrics.add(
            new Metric(
                metric.required("name").stringValue(),
                metric.required("lowerIsBetter").booleanValue()));
      }
      List<Confound> confounds = new ArrayList<>();
      for (JsonNode confound : root.required("confounds")) {
        Map<String, JsonNode> values = new LinkedHashMap<>();
        confound.required("values").properties().forEach(e -> values.put(e.getKey(), e.getValue()));
        String what = confound.required("what").stringValue();
        // Earlier versions took everything of the task for a part of the measure.
        boolean earlier = what.equals("task") || what.startsWith("task.");
        confounds.add(new Confound(what, values, confound.path("ofTheMeasure").asBoolean(earlier)));
      }
      JsonNode against = root.required("against");
      return new Results(
          root.required("name").stringValue(),
          metrics,
          Match.valueOf(root.required("match").stringValue().toUpperCase(Locale.ROOT)),
          against.isNull() ? Optional.empty() : Optional.of(against.stringValue()),
          variants,
          baselines,
          confounds);
    } catch (RuntimeException e) {
      throw new InvalidDataException(
          file + " does not hold the results of a run: " + e.getMessage(), e);
    }
  }

  private static VariantResults readVariant(JsonNode variant) {
    List<TrialResult> trials = new ArrayList<>();
    variant.required("trials").forEach(trial -> trials.add(readTrial(trial)));
    return new VariantResults(
        variant.required("name").stringValue(),
        variant.required("cell").stringValue(),
        new Size(
            variant.required("units").intValue(),
            variant.required("parameters").longValue(),
            readNumber(variant.required("flops"))),
        trials,
        variant.has("search")
            ? Optional.of(readSearch(variant.required("search")))
            : Optional.empty());
  }

  private static SearchResults readSearch(JsonNode search) {
    List<SearchTrial> trials = new ArrayList<>();
    for (JsonNode trial : search.required("trials")) {
      Map<String, JsonNode> set = new LinkedHashMap<>();
      trial.required("set").properties().forEach(e -> set.put(e.getKey(), e.getValue()));
      String status = trial.required("status").stringValue().toUpperCase(Locale.ROOT);
      trials.add(
          new SearchTrial(
              trial.required("number").intValue(),
              set,
              SearchTrial.Status.valueOf(status),
              readTrial(trial)));
    }
    JsonNode chosen = search.required("chosen");
    return new SearchResults(
        trials,
        chosen.isNull()
            ? OptionalInt.empty()
            : OptionalInt.of(chosen.required("number").intValue()));
  }

  private static TrialResult readTrial(JsonNode trial) {
    boolean done = !trial.required("status").stringValue().equals("failed");
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
