package dev.carousel.timeseries.anomaly;

import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanAbsoluteError;
import dev.carousel.loss.MeanSquaredError;

/** How far what is told is from what was measured; training makes it small, anomalies score it. */
public enum ErrorMeasure {
  /** (y - ŷ)². */
  SQUARED,
  /** |y - ŷ|. */
  ABSOLUTE;

  /**
   * The error of one value.
   *
   * @param difference what was measured less what is told
   * @return 0 or more
   */
  public double of(double difference) {
    return this == SQUARED ? difference * difference : Math.abs(difference);
  }

  /**
   * What training makes small.
   *
   * @return the mean error of all values
   */
  public Loss loss() {
    return this == SQUARED ? new MeanSquaredError() : new MeanAbsoluteError();
  }
}
