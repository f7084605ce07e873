package dev.carousel.benchmarks.worker;

import dev.carousel.benchmarks.engine.CarouselKernels;
import dev.carousel.benchmarks.engine.CarouselRecurrence;
import dev.carousel.benchmarks.engine.Engine;
import dev.carousel.benchmarks.engine.Session;
import dev.carousel.benchmarks.workload.BenchmarkCell;
import dev.carousel.benchmarks.workload.GridShape;
import dev.carousel.benchmarks.workload.Mode;
import dev.carousel.benchmarks.workload.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Measures this process's memory while one system trains. Linux only. */
final class MemoryProbe {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR_REFERENCES = Path.of("/proc/self/clear_refs");
  private static final GridShape SMALL = new GridShape(2, 2, 8, 8);
  private static final int STEPS = 20;

  private final Engine engine;

  MemoryProbe(String name, int threads) {
    engine =
        name.equals("carousel")
            ? new CarouselRecurrence(CarouselKernels.of(threads))
            : Peer.parse(name).open(threads);
  }

  PeakMemory training(BenchmarkCell cell, GridShape shape) {
    train(cell, SMALL);
    System.gc();
    try {
      // Begins the count of the peak anew, so that loading the library does not hide the training.
      Files.writeString(CLEAR_REFERENCES, "5");
      long base = kibibytes(Files.readAllLines(STATUS), "VmRSS:");
      train(cell, shape);
      long peak = kibibytes(Files.readAllLines(STATUS), "VmHWM:");
      return new PeakMemory(cell.label(), shape.toString(), engine.name(), base, peak);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this process's memory", e);
    }
  }

  private void train(BenchmarkCell cell, GridShape shape) {
    Problem problem = Problem.random(cell, shape, false, 1);
    try (Session session = engine.prepare(problem, Mode.TRAINING)) {
      for (int i = 0; i < STEPS; i++) {
        session.step();
      }
    }
  }

  /** The number of a line such as "VmHWM: 1234 kB". */
  static long kibibytes(List<String> status, String key) {
    return status.stream()
        .filter(line -> line.startsWith(key))
        .map(line -> line.substring(key.length()).replace("kB", "").strip())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no line " + key + " in " + STATUS));
  }
}
