package dev.carousel.timeseries.baseline;

import dev.carousel.timeseries.metric.SeasonalDifferences;

/**
 * The forecast that says what was seen at the same point of the last season: f(o + h) = y(o + h - m
 * k) with k = ⌈(h + 1) / m⌉ for the end o of the history and h = 0, 1, … Its errors have the
 * deviation σ √k, where σ² is the mean square of y(t) - y(t - m) (Hyndman and Athanasopoulos,
 * Forecasting: principles and practice, 3rd edition, 2021, section 5.5).
 *
 * <p>Where y(o + h - m k) was not observed, the season before it is taken, and so on; the last
 * value known, where that point of the season was never observed.
 *
 * @param season m, the steps in a season, at least 1; with 1 this is the {@link Naive} forecast,
 *     except for what gaps do to the deviation
 */
public record SeasonalNaive(int season) implements BaselineMethod {
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
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if the history is shorter than a season, too
   */
  @Override
  public GaussianForecast forecast(History history, int horizon) {
    if (history.end() < season) {
      throw new IllegalArgumentException(
          "a season of %d steps does not fit before step %d".formatted(season, history.end()));
    }
    int last = history.last();
    double sigma =
        Math.sqrt(
            SeasonalDifferences.of(history.values(), history.observed(), season, history.end())
                .meanSquare());
    return GaussianForecast.of(
        horizon,
        h -> {
          int step = step(history, h);
          return history.values()[step < 0 ? last : step];
        },
        h -> {
          int step = step(history, h);
          int ahead = history.end() + h - (step < 0 ? last : step);
          return sigma * Math.sqrt((ahead + season - 1) / season);
        });
  }

  /** The latest known step at the same point of the season as o + h, negative if there is none. */
  private int step(History history, int h) {
    int step = history.end() - season + h % season;
    while (step >= 0 && !history.observed()[step]) {
      step -= season;
    }
    return step;
  }
}
