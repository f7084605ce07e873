package dev.carousel.timeseries.metric;

/**
 * Errors of point forecasts, gathered one by one and averaged over all of them. Sums are in double
 * precision. Not safe for use by several threads.
 *
 * <p>With e = y - f for an actual value y and its forecast f:
 *
 * <pre>
 * MAE   = mean |e|              MSE   = mean e²
 * MAPE  = mean 100 |e| / |y|    RMSE  = √MSE
 * sMAPE = mean 200 |e| / (|y| + |f|)
 * ND    = Σ |e| / Σ |y|
 * MASE  = MAE / Q               RMSSE = √(MSE / R)
 * </pre>
 *
 * <p>where Q and R are the {@linkplain SeasonalDifferences mean absolute and mean squared seasonal
 * differences} of the training part. A forecast that is not finite makes the figures infinite or
 * NaN. The figures of no forecast at all are NaN.
 */
public final class ForecastErrors {
  private long count;
  private long zeros;
  private double absolute;
  private double squared;
  private double relative;
  private double symmetric;
  private double magnitude;

  /** Starts without any forecast. */
  public ForecastErrors() {}

  /**
   * Adds one forecast.
   *
   * @param actual y, what came
   * @param forecast f, what was said
   */
  public void add(double actual, double forecast) {
    double error = Math.abs(actual - forecast);
    double sum = Math.abs(actual) + Math.abs(forecast);
    count++;
    absolute += error;
    squared += error * error;
    symmetric += sum == 0 ? 0 : 200 * error / sum;
    magnitude += Math.abs(actual);
    if (actual == 0) {
      zeros++;
    } else {
      relative += 100 * error / Math.abs(actual);
    }
  }

  /**
   * How many forecasts were added.
   *
   * @return the number
   */
  public long count() {
    return count;
  }

  /**
   * How many forecasts {@link #mape} leaves out.
   *
   * @return the number of those whose actual value is 0
   */
  public long zeros() {
    return zeros;
  }

  /**
   * The mean absolute error.
   *
   * @return MAE, in the unit of the series
   */
  public double mae() {
    return absolute / count;
  }

  /**
   * The mean squared error.
   *
   * @return MSE, in the squared unit of the series
   */
  public double mse() {
    return squared / count;
  }

  /**
   * The root of the mean squared error.
   *
   * @return RMSE, in the unit of the series
   */
  public double rmse() {
    return Math.sqrt(mse());
  }

  /**
   * The mean absolute percentage error, of the forecasts whose actual value is not 0: for the
   * {@linkplain #zeros others} it does not exist.
   *
   * @return MAPE in percent, NaN if every actual value is 0
   */
  public double mape() {
    return relative / (count - zeros);
  }

  /**
   * The symmetric mean absolute percentage error as the M3 and M4 competitions have it (Makridakis
   * and Hibon, 2000). A forecast of 0 for a value of 0 counts as 0.
   *
   * @return sMAPE in percent, 0 to 200
   */
  public double smape() {
    return symmetric / count;
  }

  /**
   * The normalized deviation (Yu, Rao and Dhillon, Temporal regularized matrix factorization,
   * 2016).
   *
   * @return ND, NaN or infinite if every actual value is 0
   */
  public double nd() {
    return absolute / magnitude;
  }

  /**
   * The mean absolute scaled error (Hyndman and Koehler, Another look at measures of forecast
   * accuracy, 2006).
   *
   * @param scale Q, {@link SeasonalDifferences#meanAbsolute}
   * @return MASE, below 1 where the forecasts are better on average than one-season-ahead naive
   *     forecasts were in the training part
   */
  public double mase(double scale) {
    return mae() / scale;
  }

  /**
   * The root mean squared scaled error (Makridakis, Spiliotis and Assimakopoulos, The M5 accuracy
   * competition, 2022; there with a season of 1).
   *
   * @param scale R, {@link SeasonalDifferences#meanSquare}
   * @return RMSSE
   */
  public double rmsse(double scale) {
    return Math.sqrt(mse() / scale);
  }
}
