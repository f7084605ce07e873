package dev.carousel.benchmarks.engine;

/** A prepared workload. For one thread. */
public interface Session extends AutoCloseable {
  /** Does the work once. This is what is timed. */
  void step();

  /**
   * Copies out what the last step computed.
   *
   * @return the results of the last step
   */
  Result result();

  /** Gives the memory back. */
  @Override
  void close();
}
