package dev.carousel.benchmarks.workload;

import java.util.Locale;

/** What a step does. */
public enum Mode {
  /** Forwards and backwards: gradients of weights, input and initial states. */
  TRAINING,
  /** Forwards, keeping nothing. */
  INFERENCE,
  /** Forwards, each step beginning with the states that the one before ended with. */
  STREAMING;

  /**
   * The name in reports.
   *
   * @return the label
   */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
