package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.description.FilledExperiment;
import dev.carousel.experiment.trial.Environment;
import dev.carousel.experiment.trial.Plan;
import dev.carousel.experiment.trial.RunFolder;
import dev.carousel.experiment.trial.TrialPools;
import dev.carousel.plugin.NamedType;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
      names = "--on",
      paramLabel = "URL",
      description =
          "Where trials run, such as spark://HOST:PORT (default: here). Results do not depend on"
              + " it.")
  private String on;

  @Option(
      names = "--limit",
      paramLabel = "MINUTES",
      description =
          "With --on: an attempt at a trial that takes longer is ended; the third time the trial has"
              + " failed (default: none).")
  private Double limit;

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
    } else if (limit != null && on == null) {
      throw new InvalidDataException("--limit needs --on: a trial cannot be ended from within");
    } else if (limit != null && !(limit > 0)) {
      throw new InvalidDataException("--limit must be above 0, got " + limit);
    } else if (resume && out == null) {
      throw new InvalidDataException("--resume needs --out DIR, the folder of the run to continue");
    }
    try (Workers workers = Workers.of(threads != null ? threads : Cores.count())) {
      return run(workers);
    }
  }

  private int run(Workers workers) throws IOException {
    Optional<TrialPools> elsewhere = elsewhere();
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
    elsewhere.ifPresent(pools -> pools.require(on, plan).forEach(session.err()::println));
    RunFolder opened = PlannedRun.opened(folder);
    PlannedRun run =
        new PlannedRun(session, plan, opened, "run it again with --resume to do what is left");
    return run.run(
        () ->
            elsewhere
                .map(pools -> pools.open(on, plan, opened, limit()))
                .orElseGet(() -> run.local(workers, session.trainer())),
        environment,
        continued);
  }

  private Optional<TrialPools> elsewhere() {
    if (on == null) {
      return Optional.empty();
    }
    List<NamedType<TrialPools>> present = session.names().of(TrialPools.class);
    for (NamedType<TrialPools> pools : present) {
      if (pools.prototype().serves(on)) {
        return Optional.of(pools.prototype());
      }
    }
    throw new InvalidDataException(
        present.isEmpty()
            ? "--on needs a module that runs trials elsewhere, such as carousel-spark, on the class"
                + " path"
            : "--on '%s' is no place to run trials; give %s"
                .formatted(
                    on,
                    present.stream()
                        .map(pools -> pools.prototype().forms())
                        .collect(Collectors.joining(", "))));
  }

  private Optional<Duration> limit() {
    return Optional.ofNullable(limit)
        .map(minutes -> Duration.ofMillis(Math.round(minutes * 60_000)));
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
