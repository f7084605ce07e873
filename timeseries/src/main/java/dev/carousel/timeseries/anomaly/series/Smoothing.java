package dev.carousel.timeseries.anomaly.series;

/** The exponentially weighted mean of the scores of one series, step by step. */
final class Smoothing {
  private final double kept;
  private double mean = Double.NaN;

  /**
   * Before the first step.
   *
   * @param kept the weight of what was before, 0 (none) to less than 1
   */
  Smoothing(double kept) {
    this.kept = kept;
  }

  /**
   * Goes on.
   *
   * @param score of the next step, NaN where it is not judged
   * @return the mean, NaN where the step is not judged
   */
  double next(double score) {
    if (Double.isNaN(score)) {
      return Double.NaN;
    }
    mean = Double.isNaN(mean) ? score : kept * mean + (1 - kept) * score;
    return mean;
  }
}
