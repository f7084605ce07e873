package dev.carousel.experiment.trial;

import dev.carousel.experiment.report.TrialResult;

/**
 * What became of an order.
 *
 * @param result the result so far
 * @param how how it ended
 */
public record TrialEnd(TrialResult result, How how) {
  /** How an order ended. */
  public enum How {
    /** The trial is done. */
    FINISHED,
    /** It was put off after the epoch that the order names. */
    PAUSED,
    /** It failed by its own numbers, and would fail alike wherever it were run again. */
    DIVERGED,
    /** Something else went wrong, perhaps with the machine. */
    BROKEN
  }
}
