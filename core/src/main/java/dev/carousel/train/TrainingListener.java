package dev.carousel.train;

/** Hears how training goes. */
@FunctionalInterface
public interface TrainingListener {
  /**
   * Called after every epoch, on the training thread.
   *
   * @param epoch what it came to
   */
  void epochEnded(Epoch epoch);
}
