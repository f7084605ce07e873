package dev.carousel.tensor;

/** Two shapes that do not go together; the message names the operation and both. */
public final class ShapeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  /**
   * A mismatch.
   *
   * @param operation what was to be done, such as "product"
   * @param expected what would have been right, in words or as a shape
   * @param actual what came
   */
  public ShapeException(String operation, Object expected, Object actual) {
    super(operation + ": expected " + expected + ", got " + actual);
  }
}
