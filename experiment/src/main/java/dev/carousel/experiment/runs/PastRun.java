package dev.carousel.experiment.runs;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.statistics.Summary;
import dev.carousel.train.Metric;
import dev.carousel.train.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A run as its folder tells of it, finished or not.
 *
 * @param folder its folder
 * @param started when it was started: the time of its experiment.json, which is written once
 * @param experiment the filled experiment
 * @param environment what it depended on; an empty object if there is no environment.json
 * @param metrics the metrics whose direction the results state, the deciding one first
 * @param variants its variants and their trials; none if no results were written yet
 */
public record PastRun(
    Path folder,
    Instant started,
    JsonNode experiment,
    JsonNode environment,
    List<Metric> metrics,
    List<VariantResults> variants) {
  private static final String EXPERIMENT = "experiment.json";
  private static final String RESULTS = "results.json";
  private static final String ENVIRONMENT = "environment.json";

  /**
   * The best variant of a run.
   *
   * @param variant its name
   * @param summary its test figures
   */
  public record Best(String variant, Summary summary) {}

  /** Copies the lists. */
  public PastRun {
    metrics = List.copyOf(metrics);
    variants = List.copyOf(variants);
  }

  /**
   * Whether a folder holds a run.
   *
   * @param folder any folder
   * @return whether it has an experiment and what it came to, or one of them
   */
  public static boolean isAt(Path folder) {
    return Files.exists(folder.resolve(EXPERIMENT)) || Files.exists(folder.resolve(RESULTS));
  }

  /**
   * Reads a run.
   *
   * @param folder its folder
   * @return the run
   * @throws InvalidDataException if it is no run or a file is broken; the message says which
   */
  public static PastRun read(Path folder) {
    Path file = folder.resolve(EXPERIMENT);
    if (!Files.exists(file)) {
      throw new InvalidDataException("'" + folder + "' is no run: it has no " + EXPERIMENT);
    }
    JsonNode experiment = object(file);
    Instant started;
    try {
      started = Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      throw new InvalidDataException("cannot read '" + file + "': " + e, e);
    }
    Path environment = folder.resolve(ENVIRONMENT);
    Optional<Results> results =
        Files.exists(folder.resolve(RESULTS))
            ? Optional.of(ResultsJson.read(folder.resolve(RESULTS)))
            : Optional.empty();
    return new PastRun(
        folder,
        started,
        experiment,
        Files.exists(environment) ? object(environment) : JsonNodeFactory.instance.objectNode(),
        results.map(Results::metrics).orElse(List.of()),
        results.map(Results::variants).orElse(List.of()));
  }

  private static JsonNode object(Path file) {
    JsonNode json = Json.read(file);
    if (!json.isObject()) {
      throw new InvalidDataException(file + " does not hold an object");
    }
    return json;
  }

  /**
   * The experiment's name.
   *
   * @return empty if it states none
   */
  public String name() {
    return experiment.path("name").asString("");
  }

  /**
   * The type of the task.
   *
   * @return such as "forecast"
   */
  public String task() {
    JsonNode task = experiment.path("task");
    return task.path("type").asString(task.asString(""));
  }

  /**
   * The number of variants.
   *
   * @return one if none are listed
   */
  public int plannedVariants() {
    return Math.max(1, experiment.path("compare").path("variants").size());
  }

  /**
   * The number of seeds.
   *
   * @return trials a variant
   */
  public int seeds() {
    return experiment.path("compare").path("seeds").asInt(1);
  }

  /**
   * The trials that came to their end.
   *
   * @return how many
   */
  public int done() {
    return (int) trials().stream().filter(TrialResult::done).count();
  }

  /**
   * The trials that failed.
   *
   * @return how many
   */
  public int failed() {
    return trials().size() - done();
  }

  /**
   * The trials that were planned and have no result.
   *
   * @return how many
   */
  public int unfinished() {
    return Math.max(0, plannedVariants() * seeds() - trials().size());
  }

  /**
   * The time of all trials together.
   *
   * @return seconds
   */
  public double seconds() {
    return trials().stream().mapToDouble(TrialResult::seconds).sum();
  }

  private List<TrialResult> trials() {
    return variants.stream().flatMap(variant -> variant.trials().stream()).toList();
  }

  /**
   * The metrics that some trial has on the test part.
   *
   * @return their names, the deciding one first
   */
  public Set<String> testMetrics() {
    Set<String> names = new LinkedHashSet<>();
    trials().forEach(trial -> names.addAll(trial.on(Split.TEST).keySet()));
    return names;
  }

  /**
   * The name of the deciding metric.
   *
   * @return as the results state it, or the first of the test metrics where they do not; empty if
   *     no trial is done
   */
  public Optional<String> decidingMetric() {
    return metrics.stream()
        .map(Metric::name)
        .findFirst()
        .or(() -> testMetrics().stream().findFirst());
  }

  /**
   * Whether variants change the task. Their figures must then not be set against each other.
   *
   * @return whether some variant sets a part of it
   */
  public boolean hasSeveralTasks() {
    for (JsonNode variant : experiment.path("compare").path("variants")) {
      for (String path : variant.path("set").propertyNames()) {
        if (path.equals("task") || path.startsWith("task.")) {
          return true;
        }
      }
    }
    return false;
  }

  /**
   * Whether less is better.
   *
   * @param metric a metric's name
   * @return empty if the results do not say
   */
  public Optional<Boolean> lowerIsBetter(String metric) {
    return metrics.stream()
        .filter(stated -> stated.name().equals(metric))
        .map(Metric::lowerIsBetter)
        .findFirst();
  }

  /**
   * The variant whose trials have the best mean.
   *
   * @param metric by this test metric
   * @return empty if there is none, the variants have different tasks, or it is not known whether
   *     less is better
   */
  public Optional<Best> best(String metric) {
    Optional<Boolean> lowerIsBetter = lowerIsBetter(metric);
    if (lowerIsBetter.isEmpty() || hasSeveralTasks()) {
      return Optional.empty();
    }
    Comparator<Best> byMean = Comparator.comparingDouble(best -> best.summary().mean());
    return variants.stream()
        .filter(variant -> variant.testSummaries().containsKey(metric))
        .map(variant -> new Best(variant.name(), variant.testSummaries().get(metric)))
        .filter(best -> Double.isFinite(best.summary().mean()))
        .min(lowerIsBetter.get() ? byMean : byMean.reversed());
  }
}
