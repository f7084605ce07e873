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
import java.util.concurrent.locks.LockSupport;

/** Measures this process's memory while one system trains. Linux only. */
final class MemoryProbe {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path CLEAR_REFERENCES = Path.of("/proc/self/clear_refs");
  // Such that the virtual machine compiles what the training itself will use, for it is the code
  // before that which leaves garbage.
  private static final List<GridShape> SMALL =
      List.of(new GridShape(20, 20, 80, 128), new GridShape(20, 20, 16, 64));
  private static final double WARM_UP_SECONDS = 4;
  private static final long SETTLING_NANOSECONDS = 500_000_000;
  private static final int STEPS = 20;

  private final Engine engine;

  MemoryProbe(String name, int threads) {
    engine =
        name.equals("carousel")
            ? new CarouselRecurrence(CarouselKernels.of(threads))
            : Peer.parse(name).open(threads);
  }

  PeakMemory training(BenchmarkCell cell, GridShape shape) {
    SMALL.forEach(small -> train(cell, small, WARM_UP_SECONDS));
    try {
      long warmUpPeak = peak();
      settle();
      // Begins the count of the peak anew, so that loading the library does not hide the training.
      Files.writeString(CLEAR_REFERENCES, "5");
      long base = resident();
      train(cell, shape, 0);
      return new PeakMemory(
          cell.label(), shape.toString(), engine.name(), warmUpPeak, base, peak());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read this process's memory", e);
    }
  }

  /** Waits until the virtual machine has given back what a collection freed. */
  private static void settle() throws IOException {
    System.gc();
    long before = Long.MAX_VALUE;
    for (long now = resident(); now < before; now = resident()) {
      before = now;
      LockSupport.parkNanos(SETTLING_NANOSECONDS);
    }
  }

  private static long peak() throws IOException {
    return kibibytes(Files.readAllLines(STATUS), "VmHWM:");
  }

  private static long resident() throws IOException {
    return kibibytes(Files.readAllLines(STATUS), "VmRSS:");
  }

  private void train(BenchmarkCell cell, GridShape shape, double seconds) {
    Problem problem = Problem.random(cell, shape, false, 1);
    long start = System.nanoTime();
    try (Session session = engine.prepare(problem, Mode.TRAINING)) {
      for (int i = 0; i < STEPS || System.nanoTime() - start < seconds * 1e9; i++) {
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
