package dev.carousel.train;

/**
 * Training stopped because a loss or a gradient is not finite. The message names the step and the
 * parameter.
 */
public final class DivergedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A stop.
   *
   * @param message which number is not finite, at which step and epoch
   */
  public DivergedException(String message) {
    super(message);
  }
}
