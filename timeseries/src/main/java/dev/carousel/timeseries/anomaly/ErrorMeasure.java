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

  /** The error of one value. */
  double of(double difference) {
    return this == SQUARED ? difference * difference : Math.abs(difference);
  }

  /** Its mean over all values. */
  Loss loss() {
    return this == SQUARED ? new MeanSquaredError() : new MeanAbsoluteError();
  }
}
