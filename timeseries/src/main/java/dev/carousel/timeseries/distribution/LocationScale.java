package dev.carousel.timeseries.distribution;

import dev.carousel.random.RandomStream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;

/**
 * The distribution of location + scale · z.
 *
 * @param standard the distribution of z
 * @param location finite
 * @param scale above 0
 */
record LocationScale(ContinuousDistribution standard, double location, double scale)
    implements Distribution {
  @Override
  public double mean() {
    return location + scale * standard.getMean();
  }

  @Override
  public double quantile(double probability) {
    double z = standard.inverseCumulativeProbability(Requirements.probability(probability));
    return location + scale * z;
  }

  @Override
  public double logProbability(double value) {
    return standard.logDensity((value - location) / scale) - Math.log(scale);
  }

  @Override
  public double sample(RandomStream random) {
    return location + scale * standard.createSampler(random::nextLong).sample();
  }
}
