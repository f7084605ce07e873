package dev.carousel.timeseries.distribution;

import dev.carousel.random.RandomStream;
import org.apache.commons.numbers.gamma.LogBeta;
import org.apache.commons.numbers.gamma.RegularizedBeta;
import org.apache.commons.statistics.distribution.GammaDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.PoissonDistribution;

/**
 * The negative binomial distribution by its mean μ and any real r, where Commons Statistics has
 * whole r only.
 *
 * @param mean μ, above 0
 * @param r above 0; the variance is μ + μ²/r
 */
record Counts(double mean, double r) implements Distribution {
  // Beyond, where a Poisson variable is normal to 1 / √λ, Commons' samplers have no integers left.
  private static final double LARGEST_POISSON_MEAN = 1e9;

  /**
   * With Γ between counts. B(z + 1, r) = Γ(z + 1) Γ(r) / Γ(z + r) / (z + r) keeps large ones apart.
   */
  double logDensity(double z) {
    return -Math.log(z + r)
        - LogBeta.value(z + 1, r)
        - r * Math.log1p(mean / r)
        - z * Math.log1p(r / mean);
  }

  @Override
  public double logProbability(double value) {
    boolean isCount = value >= 0 && value == Math.rint(value) && !Double.isInfinite(value);
    return isCount || Double.isNaN(value) ? logDensity(value) : Double.NEGATIVE_INFINITY;
  }

  /** P(z ≤ k), by the smaller of the two chances, which is the more precise one. */
  private double cumulativeProbability(double k) {
    return mean > r
        ? RegularizedBeta.value(r / (r + mean), r, k + 1)
        : RegularizedBeta.complement(mean / (r + mean), k + 1, r);
  }

  /** The smallest count k with P(z ≤ k) at least the probability. */
  @Override
  public double quantile(double probability) {
    if (Requirements.probability(probability) == 1) {
      return Double.POSITIVE_INFINITY;
    }
    // Cantelli's inequality: at most μ + σ √(p / (1 - p)).
    double deviation = Math.sqrt(mean) * Math.sqrt(1 + mean / r);
    double high = Math.ceil(mean + deviation * Math.sqrt(probability / (1 - probability)));
    double low = -1;
    while (cumulativeProbability(high) < probability) {
      low = high;
      high = 2 * high + 1;
    }
    while (high - low > 1) {
      double middle = Math.floor(low + (high - low) / 2);
      if (middle == low || middle == high) {
        break; // Neighbours among doubles.
      }
      if (cumulativeProbability(middle) < probability) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return high;
  }

  /** A Poisson variable whose mean is drawn from a gamma distribution. */
  @Override
  public double sample(RandomStream random) {
    double rate = GammaDistribution.of(r, mean / r).createSampler(random::nextLong).sample();
    if (rate > LARGEST_POISSON_MEAN) {
      return Math.rint(
          NormalDistribution.of(rate, Math.sqrt(rate)).createSampler(random::nextLong).sample());
    }
    return rate > 0 ? PoissonDistribution.of(rate).createSampler(random::nextLong).sample() : 0;
  }
}
