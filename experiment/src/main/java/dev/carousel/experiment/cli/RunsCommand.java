package dev.carousel.experiment.cli;

import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.report.VariantResults;
import dev.carousel.experiment.runs.PastRun;
import dev.carousel.experiment.runs.PastRuns;
import dev.carousel.experiment.runs.RunComparison;
import dev.carousel.experiment.runs.RunList;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code carousel runs}: the runs there are. */
@Command(
    name = "runs",
    description = {
      "Lists past runs, finished or not, or sets two of them side by side.",
      "A run's start is the time of its experiment.json."
    },
    mixinStandardHelpOptions = true)
final class RunsCommand implements Callable<Integer> {
  private static final Path USUAL = Path.of("runs");

  /** What to order by. */
  enum Column {
    FOLDER,
    NAME,
    STARTED,
    TASK,
    BEST,
    SECONDS
  }

  private final Session session;

  @Parameters(paramLabel = "DIR", description = "Runs, or folders of runs (default: runs).")
  private List<Path> folders = new ArrayList<>();

  @Option(names = "--task", paramLabel = "TYPE", description = "Only runs on such a task.")
  private String task;

  @Option(names = "--cell", paramLabel = "NAME", description = "Only runs with this cell.")
  private String cell;

  @Option(
      names = "--metric",
      paramLabel = "NAME",
      description = "Only runs with this test metric, which then decides what is best.")
  private String metric;

  @Option(names = "--since", paramLabel = "DATE", description = "Only runs started then or later.")
  private String since;

  @Option(
      names = "--sort",
      paramLabel = "COLUMN",
      description =
          "folder, name, started (the default, the latest first), task, best (within a task and"
              + " metric) or seconds (the longest first).")
  private Column sort;

  @Option(names = "--json", description = "Prints the list as JSON.")
  private boolean json;

  @Option(
      names = "--compare",
      arity = "2",
      paramLabel = "RUN",
      description = "Shows what differs between two runs: folders, or what their names begin with.")
  private List<String> compared;

  @Option(names = "--verbose", description = "Prints the stack trace of an error.")
  private boolean verbose;

  RunsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (compared != null) {
      compare();
      return Carousel.DONE;
    }
    Optional<LocalDate> earliest = Optional.ofNullable(since).map(RunsCommand::date);
    ZoneId zone = ZoneId.systemDefault();
    PastRuns found = found();
    List<PastRun> listed =
        found.runs().stream()
            .filter(run -> task == null || run.task().equals(task))
            .filter(run -> cell == null || cells(run).anyMatch(cell::equals))
            .filter(run -> metric == null || run.testMetrics().contains(metric))
            .filter(run -> isSince(run, earliest, zone))
            .sorted(order())
            .toList();
    RunList list = new RunList(listed, Optional.ofNullable(metric), zone);
    if (json) {
      session.out().print(list.json(found));
      return Carousel.DONE;
    }
    session.out().print(listed.isEmpty() ? none(found) : list.text(within()));
    if (!found.others().isEmpty()) {
      session.out().println("\nnot listed:");
      found.others().values().forEach(reason -> session.out().println("  " + reason));
    }
    return Carousel.DONE;
  }

  private void compare() {
    refuseBeside("--task", task);
    refuseBeside("--cell", cell);
    refuseBeside("--since", since);
    refuseBeside("--sort", sort);
    refuseBeside("--json", json ? "" : null);
    if (compared.size() > 2) {
      throw new InvalidDataException("--compare takes two runs, got " + compared.size());
    }
    PastRun a = run(compared.get(0));
    PastRun b = run(compared.get(1));
    session.out().print(new RunComparison(a, b, Optional.ofNullable(metric)).text());
  }

  private static void refuseBeside(String option, Object value) {
    if (value != null) {
      throw new InvalidDataException("--compare takes two runs as they are; leave out " + option);
    }
  }

  private PastRun run(String name) {
    Path folder = Path.of(name);
    return Files.isDirectory(folder) ? PastRun.read(folder) : found().find(name);
  }

  private PastRuns found() {
    if (!folders.isEmpty()) {
      return PastRuns.in(folders);
    }
    return Files.isDirectory(USUAL)
        ? PastRuns.in(List.of(USUAL))
        : new PastRuns(List.of(), Map.of());
  }

  private Path within() {
    return folders.size() == 1 ? folders.get(0) : USUAL;
  }

  private String none(PastRuns found) {
    String where =
        folders.isEmpty()
            ? USUAL.toString()
            : String.join(", ", folders.stream().map(Path::toString).toList());
    String what = found.runs().isEmpty() ? "no runs in " : "no such runs in ";
    return what + where + "\n";
  }

  private static LocalDate date(String text) {
    try {
      return LocalDate.parse(text);
    } catch (DateTimeParseException e) {
      throw new InvalidDataException(
          "--since must be a date such as 2026-01-31, got '" + text + "'", e);
    }
  }

  private static boolean isSince(PastRun run, Optional<LocalDate> earliest, ZoneId zone) {
    return earliest.isEmpty() || !run.started().atZone(zone).toLocalDate().isBefore(earliest.get());
  }

  private static Stream<String> cells(PastRun run) {
    return run.variants().stream().map(VariantResults::cell);
  }

  private Comparator<PastRun> order() {
    Comparator<PastRun> byFolder = Comparator.comparing(run -> run.folder().toString());
    Comparator<PastRun> byTask = Comparator.comparing(PastRun::task);
    Comparator<PastRun> chosen =
        switch (sort == null ? Column.STARTED : sort) {
          case FOLDER -> byFolder;
          case NAME -> Comparator.comparing(PastRun::name);
          case STARTED -> Comparator.comparing(PastRun::started).reversed();
          case TASK -> byTask;
          case BEST ->
              byTask.thenComparing(run -> by(run).orElse("")).thenComparingDouble(this::costOfBest);
          case SECONDS -> Comparator.comparingDouble(PastRun::seconds).reversed();
        };
    return chosen.thenComparing(byFolder);
  }

  private Optional<String> by(PastRun run) {
    return Optional.ofNullable(metric).or(run::decidingMetric);
  }

  /** The best mean, made so that less is better; infinite where there is none. */
  private double costOfBest(PastRun run) {
    Optional<String> by = by(run);
    Optional<PastRun.Best> best = by.flatMap(run::best);
    if (best.isEmpty()) {
      return Double.POSITIVE_INFINITY;
    }
    double mean = best.get().summary().mean();
    return run.lowerIsBetter(by.orElseThrow()).orElseThrow() ? mean : -mean;
  }
}
