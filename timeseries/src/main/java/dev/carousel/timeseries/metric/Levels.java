package dev.carousel.timeseries.metric;

import java.util.Arrays;

/** What the levels of quantiles must be. */
final class Levels {
  private Levels() {}

  static void require(double[] levels) {
    if (levels.length == 0) {
      throw new IllegalArgumentException("at least one level of a quantile is needed");
    }
    double last = 0;
    for (double level : levels) {
      if (!(level > last && level < 1)) {
        throw new IllegalArgumentException(
            "levels of quantiles must rise between 0 and 1, got " + Arrays.toString(levels));
      }
      last = level;
    }
  }

  static void requireAsMany(double[] levels, double[] quantiles) {
    if (quantiles.length != levels.length) {
      throw new IllegalArgumentException(
          "%d quantiles for %d levels".formatted(quantiles.length, levels.length));
    }
  }
}
