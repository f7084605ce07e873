package dev.carousel.transduction;

/**
 * How often a decoder in training reads the true token before, and not the one that it thinks
 * likeliest itself: ε_i = max(least, 1 - (1 - least) i / batches) at mini-batch i (linear decay;
 * Bengio, Vinyals, Jaitly and Shazeer, Scheduled Sampling for Sequence Prediction with Recurrent
 * Neural Networks, 2015).
 *
 * @param least the probability of the true token in the end, 0 to 1
 * @param batches after how many mini-batches it is reached, at least 1
 */
public record ScheduledSampling(double least, int batches) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public ScheduledSampling {
    if (!(least >= 0 && least <= 1)) {
      throw new IllegalArgumentException("least must be 0 to 1, got " + least);
    }
    if (batches < 1) {
      throw new IllegalArgumentException("batches must be at least 1, got " + batches);
    }
  }

  /** ε at a mini-batch, the first being 0. */
  double truth(long batch) {
    return Math.max(least, 1 - (1 - least) * batch / batches);
  }
}
