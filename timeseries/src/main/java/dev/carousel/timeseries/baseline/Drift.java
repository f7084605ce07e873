package dev.carousel.timeseries.baseline;

/**
 * The line through the first and the last known value, best for a random walk with drift: f(o + h)
 * = y(l) + b (o + h - l) with b = (y(l) - y(a)) / (l - a) for the first and last steps a and l
 * whose values are known. With k = o + h - l steps ahead, its errors have the deviation σ √(k (1 +
 * k / (l - a))), where σ² is the variance of the steps of the walk (Hyndman and Athanasopoulos,
 * Forecasting: principles and practice, 3rd edition, 2021, section 5.5). A single known value is
 * forecast to stay.
 */
public record Drift() implements BaselineMethod {
  @Override
  public GaussianForecast forecast(History history, int horizon) {
    int first = history.first();
    int last = history.last();
    double value = history.values()[last];
    double drift = last == first ? 0 : (value - history.values()[first]) / (last - first);
    double sigma = Math.sqrt(RandomWalk.variance(history, drift, 1));
    return GaussianForecast.of(
        horizon,
        h -> value + drift * (history.end() + h - last),
        h -> {
          double ahead = history.end() + h - last;
          return sigma * Math.sqrt(ahead * (1 + ahead / (last - first)));
        });
  }
}
