package dev.carousel.experiment.trial;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Compare;
import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.description.Search;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsCsv;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.SearchTrial;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.interchange.OwnNaming;
import dev.carousel.interchange.WeightFile;
import dev.carousel.tensor.Workers;
import dev.carousel.train.Epoch;
import dev.carousel.train.Model;
import dev.carousel.train.TrainingListener;
import dev.carousel.train.TrainingState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs every trial of a plan that is not done yet, and keeps the run's folder up to date: first the
 * searches of all variants, round by round, then the trials that are reported.
 */
public final class ExperimentRun {
  private final Plan plan;
  private final Experiment experiment;
  private final RunFolder folder;
  private final TrialRunner runner;
  private final Progress progress;
  private final Ledger ledger;
  private final MetricsFile metrics;

  /**
   * A run.
   *
   * @param plan what to run
   * @param folder where results go
   * @param runner runs a trial
   * @param progress hears how it goes
   */
  public ExperimentRun(Plan plan, RunFolder folder, TrialRunner runner, Progress progress) {
    this.plan = plan;
    this.experiment = plan.filled().experiment();
    this.folder = folder;
    this.runner = runner;
    this.progress = progress;
    this.ledger = new Ledger(plan);
    this.metrics = new MetricsFile(folder);
  }

  /**
   * Takes over what an earlier run has done. Trials that are done are not run again, and those
   * under way go on from their checkpoints.
   *
   * @param earlier the results of the same experiment
   * @throws InvalidDataException if the results or a checkpoint cannot be used
   */
  public void resume(Results earlier) {
    ledger.resume(earlier);
    Map<TrialName, List<Epoch>> underWay = new LinkedHashMap<>();
    for (TrialName trial : trials()) {
      TrialCheckpoints checkpoints = checkpoints(trial, Integer.MAX_VALUE);
      if (ledger.isOver(trial)) {
        checkpoints.remove();
        continue;
      }
      try {
        checkpoints
            .latest()
            .map(TrainingState::epochs)
            .ifPresent(epochs -> underWay.put(trial, epochs));
      } catch (InvalidDataException e) {
        throw new InvalidDataException(
            e.getMessage() + "; delete it to run " + trial + " from its beginning", e);
      }
    }
    metrics.rewrite(trial -> ledger.knows(trial) && !underWay.containsKey(trial), underWay);
  }

  /** Every trial that the plan may run. */
  private List<TrialName> trials() {
    List<TrialName> trials = new ArrayList<>();
    for (PlannedVariant variant : plan.variants()) {
      String name = variant.setup().name();
      variant.samples().forEach(sample -> trials.add(searched(name, sample.sample().number())));
      for (int s = 0; s < experiment.compare().seeds(); s++) {
        trials.add(TrialName.reported(name, experiment.seed() + s));
      }
    }
    return trials;
  }

  /** The seeds of a search lie below those that are reported, so that these are fresh. */
  private TrialName searched(String variant, int number) {
    return TrialName.searched(variant, experiment.seed() - number, number);
  }

  private TrialCheckpoints checkpoints(TrialName trial, int pause) {
    return new TrialCheckpoints(
        folder, trial.file(), plan.kernels(), trial.labels(), pause, System::nanoTime);
  }

  /**
   * How many trials are over.
   *
   * @return how many, those of searches included
   */
  public int known() {
    return (int) trials().stream().filter(ledger::isOver).count();
  }

  /**
   * The variants that have a trial that is done.
   *
   * @return the variants as they were trained, with what their searches found, each with the first
   *     seed that is done
   */
  public Map<PlannedVariant, Long> trained() {
    Map<PlannedVariant, Long> trained = new LinkedHashMap<>();
    for (VariantResults variant : ledger.results().variants()) {
      variant.trials().stream()
          .filter(TrialResult::done)
          .findFirst()
          .ifPresent(
              trial -> trained.put(ledger.found(variant.name()).orElseThrow(), trial.seed()));
    }
    return trained;
  }

  /**
   * Whose exhibits are missing in a run that has others, as after the resumption of a run that was
   * begun by a program that made none.
   *
   * @return a sentence for each
   */
  public List<String> withoutExhibits() {
    List<TrialName> first =
        ledger.results().variants().stream()
            .flatMap(
                variant ->
                    variant.trials().stream()
                        .filter(TrialResult::done)
                        .map(trial -> TrialName.reported(variant.name(), trial.seed())))
            .filter(this::isFirst)
            .toList();
    return RunExhibits.missing(first, folder);
  }

  /**
   * Runs the trials, several at once. What they give does not depend on how many.
   *
   * @param workers run them
   * @return all results
   * @throws RunFolderException if something cannot be written
   */
  public Results run(Workers workers) {
    writeResults();
    Compare compare = experiment.compare();
    compare.search().ifPresent(search -> search(search, workers));
    List<Runnable> trials = new ArrayList<>();
    // Seed by seed, so that early results compare all variants.
    for (int s = 0; s < compare.seeds(); s++) {
      long seed = experiment.seed() + s;
      for (PlannedVariant variant : plan.variants()) {
        if (!ledger.isOver(TrialName.reported(variant.setup().name(), seed))) {
          trials.add(() -> runTrial(variant, seed));
        }
      }
    }
    runAll(trials, workers);
    Results all = ledger.results();
    folder.write("results.csv", ResultsCsv.write(all));
    return all;
  }

  private static void runAll(List<Runnable> trials, Workers workers) {
    workers.oneByOne(trials.size(), (from, to) -> trials.subList(from, to).forEach(Runnable::run));
  }

  /** Every variant's search, the rounds one after the other. */
  private void search(Search search, Workers workers) {
    List<Search.Round> rounds = search.rounds(experiment.training().epochs());
    for (int r = 0; r < rounds.size(); r++) {
      Search.Round round = rounds.get(r);
      boolean last = r == rounds.size() - 1;
      List<Runnable> trials = new ArrayList<>();
      for (int number = 1; number <= search.trials(); number++) {
        for (PlannedVariant variant : plan.variants()) {
          PlannedSample sample = variant.samples().get(number - 1);
          if (isToBeSearched(sample, round)) {
            trials.add(() -> searchTrial(sample, last ? Integer.MAX_VALUE : round.epochs()));
          }
        }
      }
      runAll(trials, workers);
      for (PlannedVariant variant : plan.variants()) {
        if (!last) {
          stopAllBut(variant, rounds.get(r + 1).trials());
        }
      }
    }
    plan.variants().forEach(variant -> ledger.choose(variant.setup().name()));
    writeResults();
  }

  private boolean isToBeSearched(PlannedSample sample, Search.Round round) {
    Optional<SearchTrial> known =
        ledger.searched(sample.variant().setup().name(), sample.sample().number());
    return known.isEmpty()
        || (known.get().status() == SearchTrial.Status.PAUSED
            && known.get().result().epochs() < round.epochs());
  }

  /** Ends those trials of a search that are not among the best. */
  private void stopAllBut(PlannedVariant variant, int count) {
    String name = variant.setup().name();
    List<Integer> best = ledger.best(name, count);
    for (PlannedSample sample : variant.samples()) {
      int number = sample.sample().number();
      SearchTrial trial = ledger.searched(name, number).orElseThrow();
      if (trial.status() == SearchTrial.Status.PAUSED && !best.contains(number)) {
        ledger.put(name, trial.with(SearchTrial.Status.STOPPED));
        TrialName stopped = searched(name, number);
        ended(stopped, trial.result(), checkpoints(stopped, 0));
      }
    }
  }

  private void searchTrial(PlannedSample sample, int pause) {
    PlannedVariant variant = sample.variant();
    TrialName trial = searched(variant.setup().name(), sample.sample().number());
    TrialCheckpoints checkpoints = checkpoints(trial, pause);
    started(trial, variant, checkpoints, pause);
    TrialRunner.Searched searched =
        runner.search(variant, trial.seed(), listener(trial), checkpoints);
    TrialResult result = searched.result();
    SearchTrial.Status status = SearchTrial.Status.DONE;
    if (!result.done()) {
      status = SearchTrial.Status.FAILED;
    } else if (!searched.finished()) {
      status = SearchTrial.Status.PAUSED;
    }
    ledger.put(
        trial.variant(),
        new SearchTrial(sample.sample().number(), sample.sample().set(), status, result));
    ended(trial, result, checkpoints);
  }

  private void runTrial(PlannedVariant planned, long seed) {
    TrialName trial = TrialName.reported(planned.setup().name(), seed);
    TrialCheckpoints checkpoints = checkpoints(trial, Integer.MAX_VALUE);
    started(trial, ledger.found(trial.variant()).orElse(planned), checkpoints, Integer.MAX_VALUE);
    TrialResult result =
        ledger
            .found(trial.variant())
            .map(
                found ->
                    runner.run(
                        found,
                        seed,
                        model -> InitialWeights.load(folder, trial, model, plan.kernels()),
                        listener(trial),
                        checkpoints,
                        (model, conclusions, exhibits) -> {
                          RunAssets.writeConclusions(trial, conclusions, folder);
                          if (isFirst(trial)) {
                            RunExhibits.write(trial, exhibits.get(), folder);
                          }
                          keepWeights(found, trial, model);
                        }))
            .orElseGet(() -> searchless(seed));
    ledger.put(trial.variant(), result);
    ended(trial, result, checkpoints);
  }

  /** Whether it is the one of its variant that is looked at more closely. */
  private boolean isFirst(TrialName trial) {
    return trial.seed() == experiment.seed();
  }

  private static TrialResult searchless(long seed) {
    return new TrialResult(
        seed, Optional.of("every trial of the variant's search failed"), Map.of(), 0, 0, 0);
  }

  private void started(
      TrialName trial, PlannedVariant variant, TrialCheckpoints checkpoints, int pause) {
    int done = checkpoints.latest().map(state -> state.epochs().size()).orElse(0);
    int last = Math.min(pause, variant.setup().training().epochs());
    synchronized (progress) {
      progress.trialStarted(trial, variant, done, last);
    }
  }

  private TrainingListener listener(TrialName trial) {
    return epoch -> {
      metrics.append(trial, epoch);
      synchronized (progress) {
        progress.epochEnded(trial, epoch);
      }
    };
  }

  /** Once the result stands in a file, the checkpoint of a trial that is over is not needed. */
  private void ended(TrialName trial, TrialResult result, TrialCheckpoints checkpoints) {
    writeResults();
    boolean over = ledger.isOver(trial);
    if (over) {
      checkpoints.remove();
    }
    synchronized (progress) {
      if (over) {
        progress.trialEnded(trial, result);
      } else {
        progress.trialPaused(trial);
      }
    }
  }

  private void keepWeights(PlannedVariant variant, TrialName trial, Model model) {
    Map<String, String> metadata =
        Map.of(
            "experiment", experiment.name(),
            "variant", trial.variant(),
            "cell", variant.setup().cell(),
            "seed", Long.toString(trial.seed()));
    folder.write(
        "checkpoints/" + trial.file() + ".safetensors",
        file ->
            WeightFile.write(file, model.parameters(), new OwnNaming(), plan.kernels(), metadata));
  }

  /** In turn, so that what is written last knows the most. */
  private void writeResults() {
    synchronized (ledger) {
      folder.write("results.json", Json.pretty(ResultsJson.write(ledger.results())));
    }
  }
}
