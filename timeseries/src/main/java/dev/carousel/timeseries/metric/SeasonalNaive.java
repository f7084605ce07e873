package dev.carousel.timeseries.metric;

/**
 * The forecast that says what was seen at the same point of the last season: f(o + h) = y(o + h - m
 * ⌈(h + 1) / m⌉) for the origin o, the first step to be forecast, and h = 0, 1, … With a season of
 * 1 it is the naive forecast, the last value seen.
 *
 * @param season m, the steps in a season, at least 1
 */
public record SeasonalNaive(int season) {
  /**
   * Checks the season.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public SeasonalNaive {
    if (season < 1) {
      throw new IllegalArgumentException("season must be at least 1, got " + season);
    }
  }

  /**
   * The forecast for one step.
   *
   * @param values [steps] the series; only values before the origin are looked at
   * @param origin o, the first step to be forecast, at least the season
   * @param ahead h, how many steps after the origin, 0 or more
   * @return f(o + h)
   * @throws IllegalArgumentException if there is no whole season before the origin
   */
  public double forecast(double[] values, int origin, int ahead) {
    if (origin < season) {
      throw new IllegalArgumentException(
          "a season of %d steps does not fit before step %d".formatted(season, origin));
    }
    return values[origin - season + ahead % season];
  }
}
