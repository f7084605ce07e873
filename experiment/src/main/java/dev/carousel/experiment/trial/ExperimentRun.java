package dev.carousel.experiment.trial;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.Experiment;
import dev.carousel.experiment.description.Sample;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsCsv;
import dev.carousel.experiment.report.SearchTrial;
import dev.carousel.experiment.report.TrialLines;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.train.Epoch;
import dev.carousel.train.TrainingState;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Has every trial of a plan run that is not done yet, and keeps the run's folder up to date: first
 * the search of each variant, round by round, then its trials that are reported.
 */
public final class ExperimentRun implements Agenda {
  private final Plan plan;
  private final Experiment experiment;
  private final RunFolder folder;
  private final Progress progress;
  private final Ledger ledger;
  private final MetricsFile metrics;
  private final ResultsFile results;
  private final Map<String, VariantSearch> searches = new LinkedHashMap<>();

  /** The variants that have nothing left to search, and whose other trials are handed out. */
  private final Set<String> handedOut = new HashSet<>();

  /**
   * A run.
   *
   * @param plan what to run
   * @param folder where results go
   * @param progress hears how it goes
   */
  public ExperimentRun(Plan plan, RunFolder folder, Progress progress) {
    this.plan = plan;
    this.experiment = plan.filled().experiment();
    this.folder = folder;
    this.progress = progress;
    this.ledger = new Ledger(plan);
    this.metrics = new MetricsFile(folder);
    this.results = new ResultsFile(folder, ledger::results, System::nanoTime);
    plan.variants()
        .forEach(variant -> searches.put(variant.setup().name(), new VariantSearch(variant)));
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
      if (ledger.isOver(trial)) {
        folder.remove(TrialCheckpoints.file(trial));
        continue;
      }
      try {
        new TrialCheckpoints(folder, trial, plan.kernels(), TrialOrder.TO_ITS_END)
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
   * Runs the trials. What they give does not depend on who runs them.
   *
   * @param pool runs them
   * @return all results
   * @throws RunFolderException if something cannot be written
   */
  public Results run(TrialPool pool) {
    searches.values().forEach(VariantSearch::resume);
    results.write();
    pool.run(this);
    results.write();
    Results all = ledger.results();
    folder.write("results.csv", ResultsCsv.write(all));
    return all;
  }

  /**
   * Searches first, trial by trial; then what is reported, seed by seed; so that early results
   * compare all variants.
   */
  @Override
  public synchronized List<TrialOrder> ready() {
    results.catchUp();
    List<TrialOrder> ready = new ArrayList<>();
    List<PlannedVariant> reported = new ArrayList<>();
    for (PlannedVariant variant : plan.variants()) {
      String name = variant.setup().name();
      if (handedOut.contains(name)) {
        continue;
      }
      ready.addAll(searches.get(name).ready());
      if (searches.get(name).isOver()) {
        handedOut.add(name);
        reported.add(variant);
      }
    }
    // A stable sort: the variants' order within a number stays.
    ready.sort(Comparator.comparingInt(order -> order.name().search().orElse(0)));
    for (int s = 0; s < experiment.compare().seeds(); s++) {
      for (PlannedVariant variant : reported) {
        TrialName trial = TrialName.reported(variant.setup().name(), experiment.seed() + s);
        if (!ledger.isOver(trial)) {
          ledger
              .found(trial.variant())
              .ifPresentOrElse(
                  found ->
                      ready.add(
                          new TrialOrder(trial, found, TrialOrder.TO_ITS_END, isFirst(trial))),
                  () -> searchless(trial, variant));
        }
      }
    }
    return ready;
  }

  /** Whether it is the one of its variant that is looked at more closely. */
  private boolean isFirst(TrialName trial) {
    return trial.seed() == experiment.seed();
  }

  private void searchless(TrialName trial, PlannedVariant variant) {
    TrialOrder order = new TrialOrder(trial, variant, TrialOrder.TO_ITS_END, false);
    started(order, 0);
    String reason = "every trial of the variant's search failed";
    TrialResult result = new TrialResult(trial.seed(), Optional.of(reason), Map.of(), 0, 0, 0);
    ended(order, new TrialEnd(result, TrialEnd.How.BROKEN));
  }

  @Override
  public void started(TrialOrder order, int done) {
    synchronized (progress) {
      progress.trialStarted(order.name(), order.variant(), done, order.last());
    }
  }

  @Override
  public void epochEnded(TrialOrder order, Epoch epoch) {
    metrics.append(order.name(), epoch);
    results.catchUp();
    synchronized (progress) {
      progress.epochEnded(order.name(), epoch);
    }
  }

  @Override
  public synchronized void ended(TrialOrder order, TrialEnd end) {
    TrialName trial = order.name();
    if (trial.search().isPresent()) {
      searches.get(trial.variant()).ended(trial.search().getAsInt(), end);
    } else {
      ledger.put(trial.variant(), end.result());
      results.ended(TrialLines.line(trial.variant(), end.result()));
      told(trial, end.result());
    }
  }

  /** Once the result stands in a file, the checkpoint of a trial that is over is not needed. */
  private void told(TrialName trial, TrialResult result) {
    boolean over = ledger.isOver(trial);
    if (over) {
      folder.remove(TrialCheckpoints.file(trial));
    }
    synchronized (progress) {
      if (over) {
        progress.trialEnded(trial, result);
      } else {
        progress.trialPaused(trial);
      }
    }
  }

  /** The search of one variant, which is over from the start where nothing is searched. */
  private final class VariantSearch {
    private final PlannedVariant variant;
    private final SearchRace race;

    VariantSearch(PlannedVariant variant) {
      this.variant = variant;
      this.race =
          new SearchRace(
              variant.samples().size(),
              experiment
                  .compare()
                  .search()
                  .map(search -> search.rounds(experiment.training().epochs()))
                  .orElse(List.of()));
    }

    private String name() {
      return variant.setup().name();
    }

    boolean isOver() {
      return race.isOver();
    }

    /** Takes over what the ledger knows of an earlier process. */
    void resume() {
      for (PlannedSample sample : variant.samples()) {
        int number = sample.sample().number();
        ledger.searched(name(), number).ifPresent(known -> put(number, known));
      }
      decide().forEach(this::told);
    }

    private void put(int number, SearchTrial trial) {
      switch (trial.status()) {
        case DONE -> race.done(number, ledger.cost(trial));
        case FAILED -> race.failed(number);
        case PAUSED -> race.paused(number, trial.result().epochs(), ledger.cost(trial));
        case STOPPED -> {
          race.paused(number, trial.result().epochs(), ledger.cost(trial));
          race.stopped(number);
        }
      }
    }

    List<TrialOrder> ready() {
      List<TrialOrder> orders = new ArrayList<>();
      for (SearchRace.Leg leg : race.ready()) {
        PlannedSample sample = variant.samples().get(leg.number() - 1);
        orders.add(
            new TrialOrder(searched(name(), leg.number()), sample.variant(), leg.pause(), false));
      }
      return orders;
    }

    void ended(int number, TrialEnd end) {
      SearchTrial.Status status =
          switch (end.how()) {
            case FINISHED -> SearchTrial.Status.DONE;
            case PAUSED -> SearchTrial.Status.PAUSED;
            case DIVERGED, BROKEN -> SearchTrial.Status.FAILED;
          };
      Sample sample = variant.samples().get(number - 1).sample();
      SearchTrial trial = new SearchTrial(number, sample.set(), status, end.result());
      ledger.put(name(), trial);
      put(number, trial);
      Set<Integer> changed = new LinkedHashSet<>(List.of(number));
      changed.addAll(decide());
      results.ended(TrialLines.line(name(), trial));
      changed.forEach(this::told);
    }

    /**
     * Decides who does not go on, and in the end who is chosen. Nobody need write it down: it
     * follows from what the trials came to.
     */
    private List<Integer> decide() {
      List<Integer> stopped = race.decide();
      stopped.forEach(number -> ledger.put(name(), known(number).with(SearchTrial.Status.STOPPED)));
      if (race.isOver() && !variant.samples().isEmpty()) {
        ledger.choose(name());
      }
      return stopped;
    }

    private SearchTrial known(int number) {
      return ledger.searched(name(), number).orElseThrow();
    }

    private void told(int number) {
      ExperimentRun.this.told(searched(name(), number), known(number).result());
    }
  }
}
