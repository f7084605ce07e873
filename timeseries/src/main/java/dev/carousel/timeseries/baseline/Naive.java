package dev.carousel.timeseries.baseline;

/**
 * The forecast that nothing changes, best for a random walk: f(o + h) = y(l) for the last step l
 * whose value is known. Its errors have the deviation σ √(o + h - l), where σ² is the mean of (y(t)
 * - y(s))² / (t - s) over neighbouring known steps s &lt; t (Hyndman and Athanasopoulos,
 * Forecasting: principles and practice, 3rd edition, 2021, section 5.5).
 */
public record Naive() implements BaselineMethod {
  @Override
  public GaussianForecast forecast(History history, int horizon) {
    int last = history.last();
    double value = history.values()[last];
    double sigma = Math.sqrt(RandomWalk.variance(history, 0, 0));
    return GaussianForecast.of(
        horizon, h -> value, h -> sigma * Math.sqrt(history.end() + h - last));
  }
}
