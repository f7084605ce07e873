package dev.carousel.experiment.trial;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.train.Epoch;

/** Hears how a run goes. Called by several threads, one at a time. */
public interface Progress {
  /**
   * An epoch of some trial ended.
   *
   * @param variant the trial's variant
   * @param seed its seed
   * @param epoch what the epoch came to
   */
  void epochEnded(String variant, long seed, Epoch epoch);

  /**
   * A trial ended, well or not.
   *
   * @param variant the trial's variant
   * @param result what it came to
   */
  void trialEnded(PlannedVariant variant, TrialResult result);
}
