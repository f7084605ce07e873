package dev.carousel.benchmarks.measure;

/** Two systems computed different things, so timing them against each other would mean nothing. */
public final class DisagreementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * States what differs.
   *
   * @param message what differs, by how much and how much is allowed
   */
  public DisagreementException(String message) {
    super(message);
  }
}
