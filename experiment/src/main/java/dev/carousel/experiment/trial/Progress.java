package dev.carousel.experiment.trial;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.train.Epoch;

/** Hears how a run goes. Called by several threads, one at a time. */
public interface Progress {
  /**
   * An epoch of some trial ended.
   *
   * @param trial which trial
   * @param epoch what the epoch came to
   */
  void epochEnded(TrialName trial, Epoch epoch);

  /**
   * A round of a search ended for a trial, which may go on in the next round.
   *
   * @param trial which trial
   * @param variant its variant
   * @param result what it has come to so far
   */
  void trialPaused(TrialName trial, PlannedVariant variant, TrialResult result);

  /**
   * A trial ended, well or not; called once for every trial that is run.
   *
   * @param trial which trial
   * @param variant its variant
   * @param result what it came to
   */
  void trialEnded(TrialName trial, PlannedVariant variant, TrialResult result);
}
