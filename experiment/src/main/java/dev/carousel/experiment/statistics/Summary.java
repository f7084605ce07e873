package dev.carousel.experiment.statistics;

import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A sample in short, in double precision. What is not defined is NaN: everything where a value is
 * not finite, the spread where n is 1.
 *
 * @param mean the arithmetic mean
 * @param sd the sample's standard deviation, with n - 1
 * @param low the lower end of the mean's 95 % confidence interval by Student's t
 * @param high the upper end
 * @param n the number of values
 */
public record Summary(double mean, double sd, double low, double high, int n) {
  private static final double UPPER = 0.975;

  /**
   * Sums up values.
   *
   * @param values the sample
   * @return its summary
   */
  public static Summary of(double... values) {
    int n = values.length;
    for (double value : values) {
      if (!Double.isFinite(value)) {
        return new Summary(Double.NaN, Double.NaN, Double.NaN, Double.NaN, n);
      }
    }
    double mean = Mean.of(values).getAsDouble();
    if (n < 2) {
      return new Summary(mean, Double.NaN, Double.NaN, Double.NaN, n);
    }
    double sd = StandardDeviation.of(values).getAsDouble();
    double half = TDistribution.of(n - 1).inverseCumulativeProbability(UPPER) * sd / Math.sqrt(n);
    return new Summary(mean, sd, mean - half, mean + half, n);
  }
}
