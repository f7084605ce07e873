package dev.carousel.timeseries.baseline;

import java.util.Arrays;

/**
 * States of exponential smoothing for several columns at once, moved on step by step. All columns
 * share form and smoothing; each has its own initial states and its own values.
 */
final class EtsStates {
  private final Ets.Form form;
  private final int columns;
  private final double[] level;
  private final double[] trend;
  private final double[][] season;
  private final double[] forecasts;
  private int phase;

  /**
   * Starts at states of 0.
   *
   * @param form which states there are
   * @param columns how many columns
   */
  EtsStates(Ets.Form form, int columns) {
    this.form = form;
    this.columns = columns;
    level = new double[columns];
    trend = new double[columns];
    season = new double[form.season()][columns];
    forecasts = new double[columns];
  }

  /**
   * Sets the initial states of a column.
   *
   * @param column which
   * @param states [{@link Ets.Form#states}] level, trend if there is one, and the season but for
   *     its last point, which makes the sum 0
   */
  void set(int column, double[] states) {
    int at = 0;
    level[column] = states[at++];
    if (form.trend() != Ets.Trend.NONE) {
      trend[column] = states[at++];
    }
    double sum = 0;
    for (int i = 0; i < form.season() - 1; i++) {
      season[i][column] = states[at + i];
      sum += states[at + i];
    }
    season[form.season() - 1][column] = -sum;
  }

  /** Back to states of 0 at the beginning of a season. */
  void clear() {
    Arrays.fill(level, 0);
    Arrays.fill(trend, 0);
    for (double[] point : season) {
      Arrays.fill(point, 0);
    }
    phase = 0;
  }

  /**
   * Moves a single column on by a step.
   *
   * @param smoothing the parameters
   * @param value y, NaN if it is not known
   * @return what was forecast for it
   */
  double step(Ets.Smoothing smoothing, double value) {
    forecast(smoothing.damping());
    double forecast = forecasts[0];
    correct(smoothing, Double.isNaN(value) ? new double[1] : new double[] {value - forecast});
    return forecast;
  }

  /**
   * The forecasts of the coming step.
   *
   * @param damping φ
   * @return [columns] l + φ b + s; overwritten by the next call
   */
  double[] forecast(double damping) {
    double[] point = season[phase];
    for (int i = 0; i < columns; i++) {
      forecasts[i] = level[i] + damping * trend[i] + point[i];
    }
    return forecasts;
  }

  /**
   * Moves on by a step.
   *
   * @param smoothing the parameters
   * @param errors [columns] ε
   */
  void correct(Ets.Smoothing smoothing, double[] errors) {
    double[] point = season[phase];
    for (int i = 0; i < columns; i++) {
      trend[i] *= smoothing.damping();
      level[i] += trend[i] + smoothing.level() * errors[i];
      trend[i] += smoothing.trend() * errors[i];
      point[i] += smoothing.season() * errors[i];
    }
    phase = phase + 1 == season.length ? 0 : phase + 1;
  }
}
