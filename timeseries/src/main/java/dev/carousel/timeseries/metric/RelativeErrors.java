package dev.carousel.timeseries.metric;

/**
 * Errors of forecasts of several columns relative to how much the columns vary, gathered one by one
 * (Lai, Chang, Yang and Liu, Modeling long- and short-term temporal patterns with deep neural
 * networks, 2018). Not safe for use by several threads.
 *
 * <p>For actual values y, their forecasts f and means over what was added:
 *
 * <pre>
 * RSE  = √Σ (y - f)² / √Σ (y - mean y)²                           sums and mean over all columns
 * CORR = mean over columns of Σ (y - ȳ) (f - f̄) / √(Σ (y - ȳ)² Σ (f - f̄)²)   within a column
 * </pre>
 *
 * <p>The program published with the paper divides by variances whose number of degrees of freedom
 * is slightly different, which moves RSE by less than one part in the number of rows.
 */
public final class RelativeErrors {
  private final Moments all = new Moments();
  private final Moments[] columns;
  private double squared;

  /**
   * Starts without any forecast.
   *
   * @param columns how many columns there are, at least 1
   * @throws IllegalArgumentException if there are fewer
   */
  public RelativeErrors(int columns) {
    if (columns < 1) {
      throw new IllegalArgumentException("columns must be at least 1, got " + columns);
    }
    this.columns = new Moments[columns];
    for (int i = 0; i < columns; i++) {
      this.columns[i] = new Moments();
    }
  }

  /**
   * Adds one forecast.
   *
   * @param column the column, 0 the first
   * @param actual y, what came
   * @param forecast f, what was said
   */
  public void add(int column, double actual, double forecast) {
    columns[column].add(actual, forecast);
    all.add(actual, forecast);
    squared += (actual - forecast) * (actual - forecast);
  }

  /**
   * The root relative squared error.
   *
   * @return RSE, 1 for a forecast that always says the mean, NaN or infinite if all actual values
   *     are the same or there is none
   */
  public double rse() {
    return Math.sqrt(squared / all.actual);
  }

  /**
   * The empirical correlation coefficient, the mean over the columns whose actual values vary.
   *
   * @return CORR, -1 to 1, NaN if no column varies or the forecasts of one that does are all the
   *     same
   */
  public double corr() {
    double sum = 0;
    int varying = 0;
    for (Moments column : columns) {
      if (column.actual > 0) {
        sum += column.both / Math.sqrt(column.actual) / Math.sqrt(column.forecast);
        varying++;
      }
    }
    return sum / varying;
  }

  /** Sums of squares and products around the means so far (Welford, 1962), which cancel little. */
  private static final class Moments {
    private long count;
    private double meanActual;
    private double meanForecast;
    private double actual;
    private double forecast;
    private double both;

    void add(double y, double f) {
      count++;
      double awayActual = y - meanActual;
      double awayForecast = f - meanForecast;
      meanActual += awayActual / count;
      meanForecast += awayForecast / count;
      actual += awayActual * (y - meanActual);
      forecast += awayForecast * (f - meanForecast);
      both += awayActual * (f - meanForecast);
    }
  }
}
