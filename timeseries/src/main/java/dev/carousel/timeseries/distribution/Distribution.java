package dev.carousel.timeseries.distribution;

import dev.carousel.random.RandomStream;

/** What is said of a value that is not known yet, in the unit of the data. */
public interface Distribution {
  /**
   * The expectation.
   *
   * @return E[y]
   */
  double mean();

  /**
   * The smallest value that is not exceeded with a given probability.
   *
   * @param probability 0 to 1
   * @return the quantile; at 0 and 1 it may be infinite
   * @throws IllegalArgumentException if the probability is not one
   */
  double quantile(double probability);

  /**
   * The logarithm of the density at a value or, where values are counts, of its probability.
   *
   * @param value a value, in the unit of the data
   * @return in nats; -∞ where the value cannot be
   * @throws UnsupportedOperationException if all that is known are quantiles
   */
  double logProbability(double value);

  /**
   * Draws a value.
   *
   * @param random where randomness comes from; advances
   * @return the value
   */
  double sample(RandomStream random);
}
