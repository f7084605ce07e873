package dev.carousel.experiment.trial;

/**
 * A trial is given up from outside, by whoever runs it. It says nothing about the trial, so it is
 * never its result.
 */
public final class AbandonedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Gives a trial up.
   *
   * @param message why
   * @param cause what led to it; null if nothing did
   */
  public AbandonedException(String message, Throwable cause) {
    super(message, cause);
  }
}
