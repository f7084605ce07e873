package dev.carousel.timeseries.forecast;

import dev.carousel.timeseries.baseline.GaussianForecast;
import dev.carousel.timeseries.distribution.Distribution;
import java.util.Arrays;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** What is predicted of one value to come, in the unit of the data. */
interface Prediction {
  /** The value that is expected. */
  double mean();

  /** The value that is not exceeded with a probability, above 0 and below 1. */
  double quantile(double probability);

  /** A single value. */
  static Prediction of(double value) {
    return new Prediction() {
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
   * A distribution of the scaled and centred value. Scales rise, so quantiles are those of the
   * scaled values; the mean is where the scaled mean lies, which for a logarithm is the median.
   */
  static Prediction of(Distribution distribution, WindowScaler scaler) {
    return new Prediction() {
      @Override
      public double mean() {
        return scaler.invertCentred(distribution.mean());
      }

      @Override
      public double quantile(double probability) {
        return scaler.invertCentred(distribution.quantile(probability));
      }
    };
  }

  /**
   * Values drawn from a distribution: their mean, and their quantiles, interpolated linearly.
   *
   * @param drawn at least one; sorted in place and kept
   */
  static Prediction of(double[] drawn) {
    Arrays.sort(drawn);
    double mean = Arrays.stream(drawn).average().orElseThrow();
    return new Prediction() {
      @Override
      public double mean() {
        return mean;
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

  /** A step of a simple method's forecast; a single value where it sees no error or cannot tell. */
  static Prediction of(GaussianForecast forecast, int step) {
    double mean = forecast.means()[step];
    double deviation = forecast.deviations()[step];
    if (!(deviation > 0)) {
      return of(mean);
    }
    NormalDistribution normal = NormalDistribution.of(mean, deviation);
    return new Prediction() {
      @Override
      public double mean() {
        return mean;
      }

      @Override
      public double quantile(double probability) {
        return normal.inverseCumulativeProbability(probability);
      }
    };
  }
}
