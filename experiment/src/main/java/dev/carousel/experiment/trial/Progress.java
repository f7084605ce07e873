package dev.carousel.experiment.trial;

import dev.carousel.experiment.report.TrialResult;
import dev.carousel.train.Epoch;

/** Hears how a run goes. Called by several threads, one at a time. */
public interface Progress {
  /**
   * A trial starts, or goes on from where it was left.
   *
   * @param trial which trial
   * @param variant its variant, as the trial has it
   * @param done how many of its epochs are done
   * @param last the epoch at which it will end or be put off at the latest
   */
  void trialStarted(TrialName trial, PlannedVariant variant, int done, int last);

  /**
   * An epoch of some trial ended.
   *
   * @param trial which trial
   * @param epoch what the epoch came to
   */
  void epochEnded(TrialName trial, Epoch epoch);

  /**
   * A trial of a search is put off at the end of a round, and may go on in the next.
   *
   * @param trial which trial
   */
  void trialPaused(TrialName trial);

  /**
   * A trial ended, well or not; called once for every trial that is run.
   *
   * @param trial which trial
   * @param result what it came to
   */
  void trialEnded(TrialName trial, TrialResult result);
}
