package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.page.HtmlReport;
import dev.carousel.experiment.page.RunFiles;
import dev.carousel.experiment.report.ComparisonTable;
import dev.carousel.experiment.report.DifferenceTable;
import dev.carousel.experiment.report.Results;
import dev.carousel.experiment.report.ResultsJson;
import dev.carousel.experiment.report.TrialResult;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.trace.FirstTraces;
import dev.carousel.experiment.trace.Tracer;
import dev.carousel.experiment.trial.ExperimentRun;
import dev.carousel.experiment.trial.LocalTrials;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.RunAssets;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialPool;
import dev.carousel.experiment.trial.TrialRunner;
import dev.carousel.experiment.trial.TrialWork;
import dev.carousel.tensor.Workers;
import dev.carousel.train.Trainer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import tools.jackson.databind.node.ObjectNode;

/** A plan that is run into a folder under the eyes of whoever asked for it. */
final class PlannedRun {
  private final Session session;
  private final Plan plan;
  private final RunFolder folder;
  private final String wayOn;

  /**
   * A run.
   *
   * @param wayOn says how to go on after it was interrupted
   */
  PlannedRun(Session session, Plan plan, RunFolder folder, String wayOn) {
    this.session = session;
    this.plan = plan;
    this.folder = folder;
    this.wayOn = wayOn;
  }

  /**
   * Opens a folder for a run.
   *
   * @throws InvalidDataException if nothing can be written in it
   */
  static RunFolder opened(Path folder) {
    try {
      return RunFolder.open(folder);
    } catch (IOException e) {
      throw new InvalidDataException(
          "cannot write in folder '%s' (%s); give another --out"
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
  }

  /** The threads of this process as a pool whose trials leave their files in the run's folder. */
  TrialPool local(Workers workers, Trainer trainer) {
    return new LocalTrials(
        new TrialWork(
            plan.filled().experiment().name(),
            folder,
            new TrialRunner(plan.kernels(), trainer),
            plan.kernels(),
            () -> {}),
        workers);
  }

  /**
   * Runs what is not done yet.
   *
   * @param pool opens whatever runs the trials
   * @param environment what the run is made with
   * @param continued whether the folder holds this run already
   * @return the exit status
   */
  int run(Supplier<TrialPool> pool, ObjectNode environment, boolean continued) throws IOException {
    Path earlier = folder.resolve("results.json");
    return shown(
        run(
            pool,
            (run, progress) -> {
              if (continued && Files.exists(earlier)) {
                run.resume(ResultsJson.read(earlier));
                progress.known(run.known());
              } else {
                writeExperiment(environment);
              }
            }));
  }

  /**
   * Keeps and evaluates models as they begin. Without its experiment the folder holds no run that
   * could be continued, so that comes in the end, and not at all if something failed: a run that is
   * continued trains.
   *
   * @param workers the threads
   * @param environment what the run is made with
   * @return the exit status
   */
  int runUntrained(Workers workers, ObjectNode environment) throws IOException {
    Results results = run(() -> local(workers, new Untrained()), (run, progress) -> {});
    if (results.variants().stream()
        .flatMap(variant -> variant.trials().stream())
        .allMatch(TrialResult::done)) {
      writeExperiment(environment);
    }
    return shown(results);
  }

  /** The experiment last: with it, there is a run to continue. */
  private void writeExperiment(ObjectNode environment) {
    folder.write("environment.json", Json.pretty(environment));
    folder.write("experiment.json", Json.pretty(plan.filled().json()));
  }

  private int shown(Results results) throws IOException {
    folder.write(
        "report.html", new HtmlReport(session.names()).write(RunFiles.read(folder.path())));
    session.out().print(ComparisonTable.of(results).text());
    session.out().println();
    String differences = DifferenceTable.text(results);
    if (!differences.isEmpty()) {
      session.out().println(differences);
    }
    session.out().println("results in " + folder.path());
    return failures(results) == 0 ? Carousel.DONE : Carousel.FAILED;
  }

  private Results run(Supplier<TrialPool> pools, BiConsumer<ExperimentRun, ShownProgress> start) {
    ShownProgress progress = ShownProgress.on(session.err(), plan);
    Thread onTheWayDown =
        new Thread(
            () -> {
              folder.freeze();
              progress.close();
              session.err().println("interrupted; " + wayOn);
            });
    Runtime.getRuntime().addShutdownHook(onTheWayDown);
    SpokenLog log = SpokenLog.to(progress::say);
    try (progress;
        TrialPool pool = pools.get()) {
      ExperimentRun run = new ExperimentRun(plan, folder, progress);
      start.accept(run, progress);
      RunAssets.write(plan, folder);
      Results results = run.run(pool);
      run.withoutExhibits().forEach(session.err()::println);
      new FirstTraces(new Tracer(folder, plan.kernels()))
          .write(run.trained())
          .forEach(session.err()::println);
      return results;
    } finally {
      log.close();
      unhook(onTheWayDown);
    }
  }

  private static void unhook(Thread onTheWayDown) {
    try {
      Runtime.getRuntime().removeShutdownHook(onTheWayDown);
    } catch (IllegalStateException e) {
      // The process is going down, and the hook with it: nothing is left to take back.
      return;
    }
  }

  private int failures(Results results) {
    int failures = 0;
    for (VariantResults variant : results.variants()) {
      for (TrialResult trial : variant.trials()) {
        failures += trial.done() ? 0 : 1;
      }
    }
    if (failures > 0) {
      session.err().println(failures + " trials failed; results.json has their reasons");
    }
    return failures;
  }
}
