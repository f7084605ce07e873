package dev.carousel.experiment.cli;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.PlannedVariant;
import dev.carousel.experiment.trial.TrialName;
import dev.carousel.train.Epoch;
import dev.carousel.train.Metric;
import dev.carousel.train.PreparedTask;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How far a run is: what ended, what runs, what is best, and how long the rest may take. */
final class Sweep {
  private final Map<String, PlannedVariant> variants = new HashMap<>();
  private final Map<TrialName, Running> running = new LinkedHashMap<>();
  // Variants of one task share their data; figures of different tasks are never set against
  // each other.
  private final Map<PreparedTask, Best> best = new IdentityHashMap<>();
  private final List<PreparedTask> tasks = new ArrayList<>();
  private final int trials;
  private int ended;
  private int failed;
  private boolean continued;
  // Of what was run since the start, for the estimate.
  private long epochs;
  private double seconds;
  private int endedHere;
  private long epochsOfEnded;

  Sweep(Plan plan) {
    this.trials = plan.trials() + plan.searchTrials();
    for (PlannedVariant variant : plan.variants()) {
      variants.put(variant.setup().name(), variant);
      if (!tasks.contains(variant.task())) {
        tasks.add(variant.task());
      }
    }
  }

  /** A trial that runs: its last epoch and its best one, by the deciding metric. */
  static final class Running {
    private final TrialName name;
    private final Metric metric;
    private final PreparedTask task;
    private int last;
    private int epoch;
    private double now = Double.NaN;
    private double best = Double.NaN;
    private int bestEpoch;

    private Running(TrialName name, PlannedVariant variant) {
      this.name = name;
      this.task = variant.task();
      this.metric = variant.task().metrics().get(0);
      this.last = variant.setup().training().epochs();
    }

    TrialName name() {
      return name;
    }

    int epoch() {
      return epoch;
    }

    int last() {
      return last;
    }

    /**
     * "valid mase 0.6123, best 0.598 at 10"; empty before the first epoch. The best is unknown
     * while a trial that was continued has not surpassed it.
     */
    String figures() {
      if (Double.isNaN(now)) {
        return "";
      }
      String figure = "valid " + metric.name() + " " + ShownProgress.figure(now);
      return bestEpoch == 0
          ? figure
          : figure + ", best " + ShownProgress.figure(best) + " at " + bestEpoch;
    }
  }

  /** The best validation figure on a task. */
  record Best(Metric metric, double value, TrialName trial, int epoch) {
    @Override
    public String toString() {
      return "valid %s %s, %s, epoch %d"
          .formatted(metric.name(), ShownProgress.figure(value), trial, epoch);
    }
  }

  /** Takes up trials that ended before this process; their figures are not known here. */
  void know(int count) {
    ended += count;
    continued = true;
  }

  Running start(TrialName name, PlannedVariant variant, int done, int last) {
    Running trial = running.computeIfAbsent(name, key -> new Running(key, variant));
    trial.epoch = done;
    trial.last = last;
    return trial;
  }

  Running end(TrialName name, Epoch ended) {
    Running trial =
        running.computeIfAbsent(name, key -> new Running(key, variants.get(key.variant())));
    epochs++;
    seconds += ended.seconds();
    trial.epoch = ended.epoch();
    trial.now = ended.valid().getOrDefault(trial.metric.name(), Double.NaN);
    if (ended.best()) {
      trial.best = trial.now;
      trial.bestEpoch = ended.epoch();
    }
    Best before = best.get(trial.task);
    if (before == null || isBetter(trial.metric, trial.now, before.value())) {
      best.put(trial.task, new Best(trial.metric, trial.now, name, ended.epoch()));
    }
    return trial;
  }

  private static boolean isBetter(Metric metric, double value, double than) {
    return metric.lowerIsBetter() ? value < than : value > than;
  }

  void putOff(TrialName name) {
    running.remove(name);
  }

  void end(TrialName name, TrialResult result) {
    running.remove(name);
    ended++;
    if (result.done()) {
      endedHere++;
      epochsOfEnded += result.epochs();
    } else {
      failed++;
    }
  }

  int trials() {
    return trials;
  }

  int ended() {
    return ended;
  }

  int failed() {
    return failed;
  }

  boolean continued() {
    return continued;
  }

  List<Running> running() {
    return List.copyOf(running.values());
  }

  /** The best of each task that has one, in the order of the variants. */
  List<Best> best() {
    return tasks.stream().filter(best::containsKey).map(best::get).toList();
  }

  /**
   * How long the rest may take: the epochs left, at the mean pace so far. A trial yet to start is
   * taken to need as many epochs as those that ended did, on average. Empty before the first epoch.
   */
  Optional<Duration> left() {
    if (epochs == 0) {
      return Optional.empty();
    }
    double most =
        variants.values().stream()
            .mapToInt(variant -> variant.setup().training().epochs())
            .average()
            .orElse(0);
    double usual = endedHere == 0 ? most : (double) epochsOfEnded / endedHere;
    double left = Math.max(0, trials - ended - running.size()) * usual;
    for (Running trial : running.values()) {
      double until = endedHere == 0 ? trial.last : Math.min(trial.last, usual);
      left += Math.max(0, until - trial.epoch);
    }
    double pace = seconds / epochs / Math.max(1, running.size());
    return Optional.of(Duration.ofSeconds(Math.round(left * pace)));
  }
}
