package dev.carousel.timeseries.metric;

/**
 * Errors of point forecasts, gathered one by one and averaged over all of them. Sums are in double
 * precision. Not safe for use by several threads.
 *
 * <p>With e = y - f for an actual value y and its forecast f: MAE = mean |e|, RMSE = √(mean e²),
 * sMAPE = mean 200 |e| / (|y| + |f|), MASE = MAE / Q. A forecast that is not finite makes the
 * figures infinite or NaN. The figures of no forecast at all are NaN.
 */
public final class ForecastErrors {
  private long count;
  private double absolute;
  private double squared;
  private double symmetric;

  /** Starts without any forecast. */
  public ForecastErrors() {}

  /**
   * Adds one forecast.
   *
   * @param actual y, what came
   * @param forecast f, what was said
   */
  public void add(double actual, double forecast) {
    double error = actual - forecast;
    double magnitude = Math.abs(actual) + Math.abs(forecast);
    count++;
    absolute += Math.abs(error);
    squared += error * error;
    symmetric += magnitude == 0 ? 0 : 200 * Math.abs(error) / magnitude;
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
   * The mean absolute error.
   *
   * @return MAE, in the unit of the series
   */
  public double mae() {
    return absolute / count;
  }

  /**
   * The root of the mean squared error.
   *
   * @return RMSE, in the unit of the series
   */
  public double rmse() {
    return Math.sqrt(squared / count);
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
   * The mean absolute scaled error (Hyndman and Koehler, Another look at measures of forecast
   * accuracy, 2006).
   *
   * @param scale Q, the {@linkplain SeasonalNaive#inSampleError in-sample error} of the seasonal
   *     naive forecast
   * @return MASE, below 1 where the forecasts are better on average than one-season-ahead naive
   *     forecasts were in the training part
   */
  public double mase(double scale) {
    return mae() / scale;
  }
}
