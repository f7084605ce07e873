package dev.carousel.timeseries.forecast;

/**
 * What is subtracted from the target's scaled values in each window, from its inputs and from what
 * is to be forecast alike, and added to the outputs again. So a model learns the shape around a
 * level, and a level beyond the training part's, as a trend brings it, is nothing new to it. Only
 * the window's inputs decide it. Kim et al., Reversible instance normalization (2022), shift by the
 * mean; Zeng et al., Are transformers effective for time series forecasting? (2023), by the last
 * value.
 */
public enum Center {
  /** Nothing: the model sees the level. */
  NONE,
  /** The last value of the window. */
  LAST,
  /** The mean of the window. */
  MEAN;

  /**
   * The number to subtract.
   *
   * @param scaled [steps] the scaled target
   * @param from the window's first step
   * @param to the step after its last, which is the forecast's origin
   * @return the level of the window
   */
  double of(double[] scaled, int from, int to) {
    return switch (this) {
      case NONE -> 0;
      case LAST -> scaled[to - 1];
      case MEAN -> {
        double sum = 0;
        for (int t = from; t < to; t++) {
          sum += scaled[t];
        }
        yield sum / (to - from);
      }
    };
  }
}
