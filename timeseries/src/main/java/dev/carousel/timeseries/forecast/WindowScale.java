package dev.carousel.timeseries.forecast;

/**
 * By what a target's scaled and centred values are divided in each window, its inputs and what is
 * to be forecast alike. So large and small series look alike, and what is told of one serves the
 * other. Only the window's inputs decide it.
 */
public enum WindowScale {
  /** By nothing. */
  NONE,
  /**
   * By the mean of their absolute values in the window, or 1 where that is below 1e-6, as in a
   * window of zeros (Salinas et al., DeepAR, 2020).
   */
  MEAN_ABSOLUTE;

  private static final double LEAST = 1e-6;

  /**
   * The number to divide by.
   *
   * @param scaled [steps] the scaled target
   * @param level what is subtracted before
   * @param from the window's first step
   * @param to the step after its last, which is the forecast's origin
   * @return above 0
   */
  double of(double[] scaled, double level, int from, int to) {
    if (this == NONE) {
      return 1;
    }
    double sum = 0;
    for (int t = from; t < to; t++) {
      sum += Math.abs(scaled[t] - level);
    }
    double mean = sum / (to - from);
    return mean < LEAST ? 1 : mean;
  }
}
