package dev.carousel.benchmarks.workload;

/** What a step does. */
public enum Mode {
  /** Forwards and backwards: gradients of weights, input and initial states. */
  TRAINING,
  /** Forwards, keeping nothing. */
  INFERENCE;

  /**
   * The name in reports.
   *
   * @return the label
   */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
