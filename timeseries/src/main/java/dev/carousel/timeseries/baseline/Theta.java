package dev.carousel.timeseries.baseline;

/**
 * The theta method (Assimakopoulos and Nikolopoulos, The theta model: a decomposition approach to
 * forecasting, 2000), which won the M3 competition, in its simpler form: simple exponential
 * smoothing with half the slope b of the least squares line as drift (Hyndman and Billah, Unmasking
 * the theta method, 2003). For the last known step l, n = l + 1 and k = 1, 2, … steps ahead:
 *
 * <pre>
 * f(l + k) = level(l) + b / 2 (k - 1 + (1 - (1 - α)ⁿ) / α)      deviation σ √(1 + (k - 1) α²)
 * </pre>
 *
 * <p>A {@linkplain ThetaSeason season that shows} is taken out of the series before and put back
 * into mean and deviation after: by division where all known values are above 0, by subtraction
 * elsewhere. Smoothing α, slope, season and σ are those of the training part; forecasts of a longer
 * history start from its level.
 */
public final class Theta implements BaselineMethod {
  private final ThetaSeason season;
  private final Ets smoothing;
  private final double slope;

  private Theta(ThetaSeason season, Ets smoothing, double slope) {
    this.season = season;
    this.smoothing = smoothing;
    this.slope = slope;
  }

  /**
   * Learns from a training part.
   *
   * @param training the training part
   * @param season m, the steps in a season; 1 if there is none
   * @return the method
   * @throws IllegalArgumentException if the season is below 1 or no value is known
   */
  public static Theta fit(History training, int season) {
    training.last();
    ThetaSeason indices = ThetaSeason.fit(training, season);
    History adjusted = indices.takeOut(training);
    return new Theta(indices, Ets.fit(adjusted, new Ets.Form(Ets.Trend.NONE, 1)), slope(adjusted));
  }

  private static double slope(History history) {
    int count = 0;
    double meanStep = 0;
    double meanValue = 0;
    double products = 0;
    double squares = 0;
    for (int t = 0; t < history.end(); t++) {
      if (history.knows(t)) {
        count++;
        double away = t - meanStep;
        meanStep += away / count;
        meanValue += (history.values()[t] - meanValue) / count;
        products += away * (history.values()[t] - meanValue);
        squares += away * (t - meanStep);
      }
    }
    return squares == 0 ? 0 : products / squares;
  }

  /**
   * Whether a season was taken out.
   *
   * @return true if it shows in the training part
   */
  public boolean seasonal() {
    return season.shows();
  }

  /**
   * The smoothing of the level.
   *
   * @return α
   */
  public double smoothing() {
    return smoothing.smoothing().level();
  }

  /**
   * The drift.
   *
   * @return b / 2, a step
   */
  public double drift() {
    return slope / 2;
  }

  @Override
  public GaussianForecast forecast(History history, int horizon) {
    History adjusted = season.takeOut(history);
    GaussianForecast level = smoothing.forecast(adjusted, horizon);
    int last = history.last();
    double alpha = smoothing();
    double start = (1 - Math.pow(1 - alpha, last + 1)) / alpha;
    int gap = history.end() - last - 1;
    return GaussianForecast.of(
        horizon,
        h -> season.putBack(level.means()[h] + drift() * (gap + h + start), history.end() + h),
        h -> season.putBackDeviation(level.deviations()[h], history.end() + h));
  }
}
