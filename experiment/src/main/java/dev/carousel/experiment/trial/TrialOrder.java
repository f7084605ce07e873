package dev.carousel.experiment.trial;

/**
 * A trial that is to be run.
 *
 * @param name which trial
 * @param variant its variant as the trial has it, with the values that a search tries or has found
 * @param pause after which epoch to put it off; {@link #TO_ITS_END} for never
 * @param exhibited whether what the task shows of its model is kept
 */
public record TrialOrder(TrialName name, PlannedVariant variant, int pause, boolean exhibited) {
  /** The pause of a trial that is never put off. */
  public static final int TO_ITS_END = Integer.MAX_VALUE;

  /**
   * The epoch that the trial reaches at most.
   *
   * @return that of its pause, or the last
   */
  public int last() {
    return Math.min(pause, variant.setup().training().epochs());
  }
}
