package dev.carousel.timeseries.distribution;

import dev.carousel.random.RandomStream;
import java.util.Arrays;

/**
 * A distribution of which some quantiles are known: linear between them, and with all probability
 * beyond the outermost ones at these.
 *
 * @param levels probabilities, rising, at least one; not copied
 * @param values the quantiles, not falling, as many; not copied
 */
record QuantileFunction(double[] levels, double[] values) implements Distribution {
  /** The integral of the quantile function, which is linear in parts. */
  @Override
  public double mean() {
    int last = levels.length - 1;
    double mean = levels[0] * values[0] + (1 - levels[last]) * values[last];
    for (int i = 1; i <= last; i++) {
      mean += (levels[i] - levels[i - 1]) * (0.5 * values[i] + 0.5 * values[i - 1]);
    }
    return mean;
  }

  @Override
  public double quantile(double probability) {
    int found = Arrays.binarySearch(levels, Requirements.probability(probability));
    if (found >= 0) {
      return values[found];
    }
    int above = -found - 1;
    if (above == 0 || above == levels.length) {
      return values[Math.min(above, levels.length - 1)];
    }
    double share = (probability - levels[above - 1]) / (levels[above] - levels[above - 1]);
    return (1 - share) * values[above - 1] + share * values[above];
  }

  @Override
  public double logProbability(double value) {
    throw new UnsupportedOperationException(
        "quantiles give no density; score them by the pinball loss or CRPS");
  }

  @Override
  public double sample(RandomStream random) {
    return quantile(random.nextDouble());
  }
}
