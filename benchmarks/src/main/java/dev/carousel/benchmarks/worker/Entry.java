package dev.carousel.benchmarks.worker;

import java.util.Optional;

/**
 * A line of a worker's results, of which one part is present.
 *
 * @param measured a timed workload
 * @param memory a process's memory
 * @param failure a workload that was not timed
 */
public record Entry(
    Optional<Measured> measured, Optional<PeakMemory> memory, Optional<Failure> failure) {
  static Entry of(Measured measured) {
    return new Entry(Optional.of(measured), Optional.empty(), Optional.empty());
  }

  static Entry of(PeakMemory memory) {
    return new Entry(Optional.empty(), Optional.of(memory), Optional.empty());
  }

  static Entry of(Failure failure) {
    return new Entry(Optional.empty(), Optional.empty(), Optional.of(failure));
  }
}
