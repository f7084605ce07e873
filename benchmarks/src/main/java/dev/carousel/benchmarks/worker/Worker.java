package dev.carousel.benchmarks.worker;

import dev.carousel.benchmarks.engine.CarouselKernels;
import dev.carousel.benchmarks.engine.CarouselRecurrence;
import dev.carousel.benchmarks.measure.DisagreementException;
import dev.carousel.benchmarks.measure.Sampler;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.tensor.Kernels;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * A process that measures, for one number of threads and such peers as can live in one process.
 * Started by {@link dev.carousel.benchmarks.compare.Compare}.
 */
@Command(name = "worker", description = "Measures in a process of its own.")
public final class Worker implements Callable<Integer> {
  private static final List<GridShape> STREAMING_SHAPES =
      List.of(
          new GridShape(1, 1, 64, 128),
          new GridShape(1, 1, 200, 200),
          new GridShape(1, 1, 512, 512));

  @Option(names = "--threads", required = true)
  private int threads;

  @Option(names = "--peer", required = true)
  private List<Peer> peers;

  @Option(names = "--shape", required = true)
  private List<GridShape> shapes;

  @Option(names = "--cell", required = true)
  private List<BenchmarkCell> cells;

  @Option(names = "--section", required = true)
  private List<Section> sections;

  @Option(names = "--engine", description = "Whose memory is measured.")
  private String engine;

  @Option(names = "--quick")
  private boolean quick;

  @Option(names = "--results", required = true)
  private Path results;

  private Worker() {}

  /**
   * Measures and ends the process.
   *
   * @param arguments what to measure
   */
  public static void main(String[] arguments) {
    // Not left to the virtual machine: some peers keep threads alive.
    System.exit(commandLine(new Worker()).execute(arguments));
  }

  /**
   * A command line that reads the benchmarks' own types.
   *
   * @param command the command
   * @return its command line
   */
  public static CommandLine commandLine(Object command) {
    return new CommandLine(command)
        .registerConverter(Peer.class, read(Peer::parse))
        .registerConverter(GridShape.class, read(GridShape::parse))
        .registerConverter(BenchmarkCell.class, read(BenchmarkCell::parse))
        .registerConverter(Section.class, read(Section::parse))
        .setParameterExceptionHandler(
            (problem, arguments) -> {
              System.err.println(problem.getMessage() + "; --help explains the options");
              return CommandLine.ExitCode.USAGE;
            });
  }

  /** Lets the reason of a refusal be shown as it is. */
  private static <T> CommandLine.ITypeConverter<T> read(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new CommandLine.TypeConversionException(e.getMessage());
      }
    };
  }

  @Override
  public Integer call() {
    ResultFile file = new ResultFile(results);
    Set<Section> chosen = EnumSet.copyOf(sections);
    if (chosen.contains(Section.MEMORY)) {
      MemoryProbe probe = new MemoryProbe(engine, threads);
      file.add(Entry.of(probe.training(cells.get(0), shapes.get(0))));
      return 0;
    }
    Kernels kernels = CarouselKernels.of(threads);
    Sampler sampler = quick ? Sampler.QUICK : Sampler.THOROUGH;
    Pairing pairing =
        new Pairing(
            new CarouselRecurrence(kernels),
            peers.stream().map(peer -> peer.open(threads)).toList(),
            // Deeplearning4j begins every sequence with states of 0.
            peers.contains(Peer.DEEPLEARNING4J),
            threads,
            sampler,
            file);
    pairing.warmUp();
    boolean libtorch = peers.contains(Peer.LIBTORCH);
    if (chosen.contains(Section.SGEMM) && libtorch) {
      add(file, Section.SGEMM, () -> LargeProduct.time(kernels, threads, sampler));
    }
    for (GridShape shape : shapes) {
      for (BenchmarkCell cell : cells) {
        if (chosen.contains(Section.TRAINING)) {
          pairing.time(Section.TRAINING, Mode.TRAINING, cell, shape);
        }
        if (chosen.contains(Section.INFERENCE)) {
          pairing.time(Section.INFERENCE, Mode.INFERENCE, cell, shape);
        }
      }
    }
    if (chosen.contains(Section.STREAMING)) {
      for (GridShape shape : STREAMING_SHAPES) {
        cells.forEach(cell -> pairing.time(Section.STREAMING, Mode.STREAMING, cell, shape));
      }
    }
    if (chosen.contains(Section.LANGUAGE_MODEL) && libtorch) {
      add(file, Section.LANGUAGE_MODEL, () -> LanguageModels.time(kernels, threads, sampler));
    }
    return 0;
  }

  private void add(ResultFile file, Section section, Supplier<Measured> timing) {
    try {
      file.add(Entry.of(timing.get()));
    } catch (DisagreementException e) {
      String engine = Peer.LIBTORCH.label();
      file.add(
          Entry.of(new Failure(section, section.label(), "", threads, engine, e.getMessage())));
      System.err.println(e.getMessage());
    }
  }
}
