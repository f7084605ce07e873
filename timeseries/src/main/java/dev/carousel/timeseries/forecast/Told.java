package dev.carousel.timeseries.forecast;

import dev.carousel.timeseries.distribution.Distribution;
import java.util.Arrays;

/** What is said of one value to come, in the data's unit. */
interface Told {
  /** The value that is expected. */
  double mean();

  /** The value that is not exceeded with a probability. */
  double quantile(double probability);

  /** A single value. */
  static Told of(double value) {
    return new Told() {
      @Override
      public double mean() {
        return value;
      }

      @Override
      public double quantile(double probability) {
        return value;
      }
    };
  }

  /**
   * A distribution in units of a window. Scales rise, so quantiles are those of the scaled values;
   * the mean is where the scaled mean lies, which for a logarithm is the median.
   */
  static Told of(Distribution distribution, Unit unit) {
    return new Told() {
      @Override
      public double mean() {
        return unit.spreadValue(distribution.mean());
      }

      @Override
      public double quantile(double probability) {
        return unit.spreadValue(distribution.quantile(probability));
      }
    };
  }

  /** Values drawn from a distribution, at least one; sorted in place. */
  static Told of(double[] drawn) {
    Arrays.sort(drawn);
    return new Told() {
      @Override
      public double mean() {
        return Arrays.stream(drawn).average().orElseThrow();
      }

      @Override
      public double quantile(double probability) {
        double place = probability * (drawn.length - 1);
        int below = (int) place;
        int above = Math.min(below + 1, drawn.length - 1);
        return drawn[below] + (place - below) * (drawn[above] - drawn[below]);
      }
    };
  }
}
