package dev.carousel.timeseries.metric;

/**
 * How much a series differs from itself a season before, which is the error of its seasonal naive
 * forecast one season ahead: the scales of MASE and RMSSE (Hyndman and Koehler, Another look at
 * measures of forecast accuracy, 2006).
 *
 * <p>Over the pairs of observed values y(t) and y(t - m) with m ≤ t &lt; end:
 *
 * <pre>
 * Q = mean |y(t) - y(t - m)|      R = mean (y(t) - y(t - m))²
 * </pre>
 *
 * @param pairs how many pairs were found
 * @param meanAbsolute Q, 0 if the series repeats itself exactly, NaN if there is no pair
 * @param meanSquare R, likewise
 */
public record SeasonalDifferences(int pairs, double meanAbsolute, double meanSquare) {
  /**
   * Gathers the differences of the training part.
   *
   * @param values [steps] the series; only read
   * @param observed [steps] which values count; pairs with another are left out
   * @param season m, at least 1
   * @param end the step after the last of the training part; nothing from there on is read
   * @return the differences
   * @throws IllegalArgumentException if the season is below 1
   */
  public static SeasonalDifferences of(double[] values, boolean[] observed, int season, int end) {
    if (season < 1) {
      throw new IllegalArgumentException("season must be at least 1, got " + season);
    }
    int pairs = 0;
    double absolute = 0;
    double squared = 0;
    for (int t = season; t < end; t++) {
      if (observed[t] && observed[t - season]) {
        double difference = values[t] - values[t - season];
        pairs++;
        absolute += Math.abs(difference);
        squared += difference * difference;
      }
    }
    return new SeasonalDifferences(pairs, absolute / pairs, squared / pairs);
  }
}
