package dev.carousel.timeseries.baseline;

import java.util.Arrays;

/**
 * The season of the theta method: y(t) = x(t) s(t mod m), or x(t) + s(t mod m) where not all known
 * values of y are above 0, by the classical decomposition, in which s is the mean of what is left
 * of y at each point of the season when its centred moving average over a season is taken out.
 *
 * <p>It shows where more than two seasons are known and the autocorrelation r at lag m is beyond
 * the 90 % bounds of a series with the autocorrelations found before it, |r(m)| &gt; 1.645 √((1 + 2
 * Σ r(i)²) / n) with 1 ≤ i &lt; m (Fiorucci et al., Models for optimising the theta method and
 * their relationship to state space models, 2016).
 */
final class ThetaSeason {
  /** Φ⁻¹(0.95). */
  private static final double BOUND = 1.6448536269514722;

  /** Points of a season this close to 0 cannot be divided by. */
  private static final double CLOSE_TO_ZERO = 1e-4;

  private final boolean shows;
  private final boolean divided;
  private final double[] points;

  private ThetaSeason(boolean shows, boolean divided, double[] points) {
    this.shows = shows;
    this.divided = divided;
    this.points = points;
  }

  /**
   * Looks for a season.
   *
   * @param training the training part
   * @param season m
   * @return the season; none if it does not show, a point of it cannot be told or is too close to 0
   *     to divide by
   */
  static ThetaSeason fit(History training, int season) {
    if (season < 1) {
      throw new IllegalArgumentException("season must be at least 1, got " + season);
    }
    ThetaSeason none = new ThetaSeason(false, false, new double[1]);
    if (season == 1 || training.count() <= 2 * season || !correlates(training, season)) {
      return none;
    }
    boolean divided = allPositive(training);
    double[] points = points(training, season, divided);
    boolean usable =
        Arrays.stream(points).allMatch(s -> divided ? s >= CLOSE_TO_ZERO : Double.isFinite(s));
    return usable ? new ThetaSeason(true, divided, points) : none;
  }

  private static boolean allPositive(History history) {
    for (int t = 0; t < history.end(); t++) {
      if (history.knows(t) && history.values()[t] <= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean correlates(History history, int season) {
    int count = history.count();
    double mean = 0;
    for (int t = 0; t < history.end(); t++) {
      mean += history.knows(t) ? history.values()[t] / count : 0;
    }
    double variance = products(history, mean, 0);
    double squares = 0;
    for (int lag = 1; lag < season; lag++) {
      double r = products(history, mean, lag) / variance;
      squares += r * r;
    }
    // False where the series is constant, which leaves 0 / 0.
    return Math.abs(products(history, mean, season) / variance)
        > BOUND * Math.sqrt((1 + 2 * squares) / count);
  }

  private static double products(History history, double mean, int lag) {
    double sum = 0;
    for (int t = lag; t < history.end(); t++) {
      if (history.knows(t) && history.knows(t - lag)) {
        sum += (history.values()[t] - mean) * (history.values()[t - lag] - mean);
      }
    }
    return sum;
  }

  /** The points of the season, with mean 1 or 0; NaN where there is nothing to tell one from. */
  private static double[] points(History history, int season, boolean divided) {
    double[] points = new double[season];
    int[] counts = new int[season];
    for (int t = season / 2; t < history.end() - season / 2; t++) {
      double average = movingAverage(history, season, t);
      if (history.knows(t) && !Double.isNaN(average)) {
        double value = history.values()[t];
        points[t % season] += divided ? value / average : value - average;
        counts[t % season]++;
      }
    }
    for (int i = 0; i < season; i++) {
      points[i] /= counts[i];
    }
    double mean = Arrays.stream(points).average().orElseThrow();
    for (int i = 0; i < season; i++) {
      points[i] = divided ? points[i] / mean : points[i] - mean;
    }
    return points;
  }

  /** The centred average over a season; if that is even, its two ends count half. NaN with gaps. */
  private static double movingAverage(History history, int season, int t) {
    int reach = season / 2;
    double sum = 0;
    for (int i = t - reach; i <= t + reach; i++) {
      boolean end = season % 2 == 0 && Math.abs(i - t) == reach;
      sum += history.knows(i) ? (end ? 0.5 : 1) * history.values()[i] : Double.NaN;
    }
    return sum / season;
  }

  boolean shows() {
    return shows;
  }

  /** The history without its season. */
  History takeOut(History history) {
    if (!shows) {
      return history;
    }
    double[] adjusted = new double[history.end()];
    for (int t = 0; t < adjusted.length; t++) {
      double point = points[t % points.length];
      double value = history.values()[t];
      adjusted[t] = divided ? value / point : value - point;
    }
    return new History(adjusted, Arrays.copyOf(history.observed(), history.end()), history.end());
  }

  /** A value of a step with its season. */
  double putBack(double value, int step) {
    double point = points[step % points.length];
    return !shows ? value : divided ? value * point : value + point;
  }

  /** A deviation of a step with its season. */
  double putBackDeviation(double deviation, int step) {
    return divided ? deviation * points[step % points.length] : deviation;
  }
}
