package dev.carousel.data;

/**
 * Data or settings that cannot be used. The message is for the user: what, where (file and line),
 * and the way out.
 */
public final class InvalidDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A fault in the user's data.
   *
   * @param message one or two sentences
   */
  public InvalidDataException(String message) {
    super(message);
  }

  /**
   * A fault in the user's data with what revealed it.
   *
   * @param message one or two sentences
   * @param cause what was caught
   */
  public InvalidDataException(String message, Throwable cause) {
    super(message, cause);
  }
}
