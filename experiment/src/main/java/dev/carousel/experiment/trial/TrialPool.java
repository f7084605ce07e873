package dev.carousel.experiment.trial;

/** Whoever runs trials. */
public interface TrialPool extends AutoCloseable {
  /**
   * Runs all trials of a run, several at once.
   *
   * @param agenda has the trials, and hears of them
   * @throws RunFolderException if something cannot be written into the run's folder
   */
  void run(Agenda agenda);

  /** Ends whatever still runs. */
  @Override
  void close();
}
