package dev.carousel.benchmarks.compare;

import dev.carousel.benchmarks.worker.Entry;
import dev.carousel.benchmarks.worker.Failure;
import dev.carousel.benchmarks.worker.Measured;
import dev.carousel.benchmarks.worker.PeakMemory;
import java.util.List;
import java.util.stream.Stream;

/**
 * All that a comparison found; its JSON is comparison.json.
 *
 * @param command the options it was run with
 * @param machine where
 * @param figures the targets and what was reached
 * @param measured the timed workloads
 * @param memory the memory of processes that train
 * @param failures workloads that were not timed
 */
record Comparison(
    String command,
    Machine machine,
    List<Figure> figures,
    List<Measured> measured,
    List<PeakMemory> memory,
    List<Failure> failures) {
  static Comparison of(
      String command, Machine machine, List<Entry> entries, List<Failure> further) {
    List<Measured> measured = entries.stream().flatMap(entry -> entry.measured().stream()).toList();
    List<PeakMemory> memory = entries.stream().flatMap(entry -> entry.memory().stream()).toList();
    List<Failure> failures =
        Stream.concat(entries.stream().flatMap(entry -> entry.failure().stream()), further.stream())
            .toList();
    List<Figure> figures = new Targets(measured, memory).figures();
    return new Comparison(command, machine, figures, measured, memory, failures);
  }
}
