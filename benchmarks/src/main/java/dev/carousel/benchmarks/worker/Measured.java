package dev.carousel.benchmarks.worker;

import java.util.List;
import java.util.Optional;

/**
 * One workload, timed on several systems in turns.
 *
 * @param section the part of the comparison
 * @param cell the cell's label, or what else was run
 * @param shape B,T,I,H, or the sizes of what else was run
 * @param threads how many each system used
 * @param work what a step does, in units
 * @param unit "flop" or "token"
 * @param difference the largest difference between the systems' results, in parts of the largest
 *     element
 * @param timings Carousel's first
 */
public record Measured(
    Section section,
    String cell,
    String shape,
    int threads,
    double work,
    String unit,
    double difference,
    List<Timing> timings) {
  /** Copies the list. */
  public Measured {
    timings = List.copyOf(timings);
  }

  /**
   * A system's median time.
   *
   * @param engine the system
   * @return seconds a step, if it took part
   */
  public Optional<Double> seconds(String engine) {
    return timings.stream()
        .filter(timing -> timing.engine().equals(engine))
        .map(timing -> timing.seconds().median())
        .findFirst();
  }

  /**
   * Carousel's rate over a peer's.
   *
   * @param peer the other system
   * @return the peer's median time over Carousel's, if both took part
   */
  public Optional<Double> ratio(String peer) {
    return seconds(peer).flatMap(theirs -> seconds("carousel").map(ours -> theirs / ours));
  }

  /**
   * A system's rate.
   *
   * @param engine the system
   * @return units of work a second, if it took part
   */
  public Optional<Double> rate(String engine) {
    return seconds(engine).map(seconds -> work / seconds);
  }
}
