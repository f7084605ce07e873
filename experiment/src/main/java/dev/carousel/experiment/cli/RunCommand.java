package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.FilledExperiment;
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
import dev.carousel.experiment.trial.Environment;
import dev.carousel.experiment.trial.ExperimentRun;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.RunAssets;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialRunner;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/** {@code carousel run}: every variant under every seed. */
@Command(
    name = "run",
    description = "Runs an experiment: every variant under every seed.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Session session;

  @Mixin private ExperimentOptions experiment;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "The run's folder (default: runs/NAME-TIME).")
  private Path out;

  @Option(
      names = "--resume",
      description = "Continues the run in the folder given by --out: runs what is not done yet.")
  private boolean resume;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "How many threads compute (default: one a core). Results do not depend on it.")
  private Integer threads;

  @Option(
      names = "--dry-run",
      description = "Checks everything, prints what would be run, and runs nothing.")
  private boolean dryRun;

  RunCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    if (threads != null && threads < 1) {
      throw new InvalidDataException("--threads must be at least 1, got " + threads);
    } else if (resume && out == null) {
      throw new InvalidDataException("--resume needs --out DIR, the folder of the run to continue");
    }
    try (Workers workers = Workers.of(threads != null ? threads : Cores.count())) {
      return run(workers);
    }
  }

  private int run(Workers workers) throws IOException {
    FilledExperiment filled = experiment.read(session);
    KernelChoice choice = experiment.kernels(session);
    session.err().println(choice.line());
    Kernels kernels = choice.kernels().on(workers);
    Path folder = out != null ? out : defaultFolder(filled);
    if (!dryRun) {
      requireFresh(folder);
    }
    Plan plan = experiment.plan(session, filled, kernels);
    if (dryRun) {
      session.out().print(PlanText.of(plan));
      session.out().println("would be written to " + folder);
      return Carousel.DONE;
    }
    ObjectNode environment = Environment.describe(kernels.name(), plan.files());
    boolean continued = Files.exists(folder.resolve("experiment.json"));
    if (continued) {
      Resumption.check(folder, filled, environment).forEach(session.err()::println);
    }
    RunFolder opened = opened(folder);
    Results results = run(plan, opened, environment, continued, workers);
    opened.write("report.html", new HtmlReport(session.names()).write(RunFiles.read(folder)));
    session.out().print(ComparisonTable.of(results).text());
    session.out().println();
    String differences = DifferenceTable.text(results);
    if (!differences.isEmpty()) {
      session.out().println(differences);
    }
    session.out().println("results in " + folder);
    return failures(results) == 0 ? Carousel.DONE : Carousel.FAILED;
  }

  private static RunFolder opened(Path folder) {
    try {
      return RunFolder.open(folder);
    } catch (IOException e) {
      throw new InvalidDataException(
          "cannot write in folder '%s' (%s); give another --out"
              .formatted(folder, e.getClass().getSimpleName()),
          e);
    }
  }

  private Results run(
      Plan plan, RunFolder folder, ObjectNode environment, boolean continued, Workers workers) {
    TrialRunner runner = new TrialRunner(plan.kernels(), session.trainer());
    ShownProgress progress = ShownProgress.on(session.err(), plan);
    Thread onTheWayDown =
        new Thread(
            () -> {
              folder.freeze();
              progress.close();
              session.err().println("interrupted; run it again with --resume to do what is left");
            });
    Runtime.getRuntime().addShutdownHook(onTheWayDown);
    SpokenLog log = SpokenLog.to(progress::say);
    try (progress) {
      ExperimentRun run = new ExperimentRun(plan, folder, runner, progress);
      if (continued && Files.exists(folder.resolve("results.json"))) {
        run.resume(ResultsJson.read(folder.resolve("results.json")));
        progress.known(run.known());
      } else {
        // The experiment last: with it, there is a run to continue.
        folder.write("environment.json", Json.pretty(environment));
        folder.write("experiment.json", Json.pretty(plan.filled().json()));
      }
      RunAssets.write(plan, folder);
      Results results = run.run(workers);
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

  private static Path defaultFolder(FilledExperiment filled) {
    String time = TIME.format(LocalDateTime.now());
    return Path.of("runs", filled.experiment().name() + "-" + time);
  }

  private void requireFresh(Path folder) throws IOException {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new InvalidDataException("'" + folder + "' is a file; --out needs a folder");
    }
    if (!Files.exists(folder) || (resume && Files.exists(folder.resolve("experiment.json")))) {
      return;
    }
    try (var files = Files.list(folder)) {
      if (files.anyMatch(file -> !resume || !RunFolder.isOfBeginning(file))) {
        throw new InvalidDataException(
            resume
                ? "folder '%s' holds no run to continue: it has no experiment.json"
                    .formatted(folder)
                : "folder '%s' is not empty; continue its run with --resume or give another --out"
                    .formatted(folder));
      }
    }
  }
}
