package dev.carousel.benchmarks.compare;

import dev.carousel.benchmarks.worker.Failure;
import dev.carousel.benchmarks.worker.Peer;
import dev.carousel.benchmarks.worker.ResultFile;
import dev.carousel.benchmarks.worker.Section;
import dev.carousel.benchmarks.worker.Worker;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.GridShape;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The program behind benchmarks/compare, whose --help explains the options. For every number of
 * threads it starts one process with libtorch and ONNX Runtime and one with Deeplearning4j, whose
 * native libraries would disturb each other's threads.
 */
@Command(name = "benchmarks/compare")
public final class Compare implements Callable<Integer> {
  private static final List<GridShape> QUICK_SHAPES =
      List.of(
          new GridShape(32, 50, 64, 128),
          new GridShape(64, 64, 256, 256),
          new GridShape(1, 100, 64, 128));
  // Threads that spin while they wait take the processors from its other pool of threads, which
  // with
  // two threads on two processors makes Deeplearning4j ten to thirty times slower.
  private static final Map<String, String> DEEPLEARNING4J_SETTINGS =
      Map.of("OMP_WAIT_POLICY", "passive");
  private static final List<GridShape> MEMORY_SHAPES =
      List.of(new GridShape(64, 64, 256, 256), new GridShape(64, 100, 512, 512));

  @Option(names = "--quick")
  private boolean quick;

  @Option(names = "--threads", split = ",", defaultValue = "1,2")
  private List<Integer> threads;

  @Option(names = "--shape")
  private List<GridShape> shapes = List.of();

  @Option(names = "--cell", split = ",")
  private List<BenchmarkCell> cells = List.of(BenchmarkCell.values());

  @Option(names = "--peer", split = ",")
  private List<Peer> peers = List.of(Peer.values());

  @Option(names = "--section", split = ",")
  private List<Section> sections = List.of(Section.values());

  @Option(names = "--out")
  private Path out;

  private final String command;
  private final Path target;
  private final List<Failure> failures = new ArrayList<>();
  private Workers workers;

  /**
   * A comparison.
   *
   * @param target the module's folder of build outputs
   * @param command the options as given, for the report
   */
  Compare(Path target, String command) {
    this.target = target;
    this.command = command;
    out = target.resolve("comparison");
  }

  /**
   * Compares and ends the process: 0 when all was measured, 1 when something was not, 2 for wrong
   * options.
   *
   * @param arguments the options
   */
  public static void main(String[] arguments) {
    Path target = Path.of(System.getProperty("carousel.benchmarks.target")).toAbsolutePath();
    Compare compare = new Compare(target, String.join(" ", arguments));
    System.exit(Worker.commandLine(compare).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    Machine machine = Machine.present();
    if (machine.load() > 0.5) {
      System.err.printf(
          "The load average is %.2f: other work will disturb the times.%n", machine.load());
    }
    workers = new Workers(target.resolve("natives"), machine.vectors());
    Files.createDirectories(out);
    ResultFile results = new ResultFile(out.resolve("entries.jsonl").toAbsolutePath());
    Files.deleteIfExists(results.path());
    List<GridShape> grid = !shapes.isEmpty() ? shapes : quick ? QUICK_SHAPES : GridShape.GRID;
    for (int count : threads) {
      List<Peer> together = peers.stream().filter(peer -> peer != Peer.DEEPLEARNING4J).toList();
      List<Section> timed = sections.stream().filter(s -> s != Section.MEMORY).toList();
      measure(count, together, grid, timed, results);
      if (peers.contains(Peer.DEEPLEARNING4J) && sections.contains(Section.TRAINING)) {
        measure(count, List.of(Peer.DEEPLEARNING4J), grid, List.of(Section.TRAINING), results);
      }
    }
    if (sections.contains(Section.MEMORY) && peers.contains(Peer.LIBTORCH)) {
      for (GridShape shape : shapes.isEmpty() ? MEMORY_SHAPES : shapes) {
        for (String engine : List.of("carousel", Peer.LIBTORCH.label())) {
          memory(engine, shape, results);
        }
      }
    }
    return write(Comparison.of(command, machine, results.entries(), failures));
  }

  private void measure(
      int count,
      List<Peer> together,
      List<GridShape> grid,
      List<Section> timed,
      ResultFile results) {
    if (together.isEmpty() || timed.isEmpty()) {
      return;
    }
    List<String> arguments = new ArrayList<>();
    together.forEach(peer -> arguments.add("--peer=" + peer.label()));
    grid.forEach(shape -> arguments.add("--shape=" + shape));
    cells.forEach(cell -> arguments.add("--cell=" + cell.label()));
    timed.forEach(section -> arguments.add("--section=" + section.label()));
    arguments.add("--results=" + results.path());
    if (quick) {
      arguments.add("--quick");
    }
    run(
        count,
        timed.get(0),
        together.get(0).label(),
        together.contains(Peer.DEEPLEARNING4J) ? DEEPLEARNING4J_SETTINGS : Map.of(),
        arguments);
  }

  private void memory(String engine, GridShape shape, ResultFile results) {
    run(
        1,
        Section.MEMORY,
        engine,
        Map.of(),
        List.of(
            "--peer=" + Peer.LIBTORCH.label(),
            "--shape=" + shape,
            "--cell=" + BenchmarkCell.LSTM.label(),
            "--section=" + Section.MEMORY.label(),
            "--engine=" + engine,
            "--results=" + results.path()));
  }

  private void run(
      int count,
      Section section,
      String engine,
      Map<String, String> settings,
      List<String> arguments) {
    int status = workers.run(count, settings, arguments);
    if (status != 0) {
      String message =
          "the process ended with status " + status + "; what it had not yet measured is missing";
      System.err.println(engine + ": " + message);
      failures.add(new Failure(section, "", "", count, engine, message));
    }
  }

  private int write(Comparison comparison) throws IOException {
    JsonMapper mapper = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(out.resolve("comparison.json"), mapper.writeValueAsString(comparison) + "\n");
    String markdown = MarkdownReport.of(comparison);
    Files.writeString(out.resolve("comparison.md"), markdown);
    System.out.print(markdown);
    System.err.println("Written to " + out.toAbsolutePath().normalize());
    return comparison.failures().isEmpty() ? 0 : 1;
  }
}
