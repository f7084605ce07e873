package dev.carousel.timeseries.metric;

import java.util.Arrays;

/**
 * Errors of forecasts that are given as quantiles, gathered one by one. Sums are in double
 * precision. Not safe for use by several threads.
 *
 * <p>The pinball loss of the quantile q for the level τ and the actual value y (Koenker and
 * Bassett, Regression quantiles, 1978) and the weighted quantile loss of a level are
 *
 * <pre>
 * ρ(τ) = (y - q) (τ - [y &lt; q])      wQL(τ) = 2 Σ ρ(τ) / Σ |y|
 * </pre>
 *
 * <p>with sums over all that was added, as the Evaluator of GluonTS has them (Alexandrov et al.,
 * GluonTS: probabilistic and neural time series modeling in Python, 2020). The figures of no
 * forecast at all are NaN; a quantile that is not finite makes them infinite or NaN.
 */
public final class QuantileErrors {
  private final double[] levels;
  private final double[] pinball;
  private final long[] notAbove;
  private final long[] below;
  private double magnitude;
  private long count;

  /**
   * Starts without any forecast.
   *
   * @param levels τ of each quantile, in rising order, each above 0 and below 1; copied
   * @throws IllegalArgumentException if there is none, or they are not so
   */
  public QuantileErrors(double... levels) {
    this.levels = levels.clone();
    Levels.require(this.levels);
    pinball = new double[levels.length];
    notAbove = new long[levels.length];
    below = new long[levels.length];
  }

  /**
   * Adds one forecast.
   *
   * @param actual y, what came
   * @param quantiles the quantiles of the forecast, one a level; not kept
   * @throws IllegalArgumentException if there are more or fewer than levels
   */
  public void add(double actual, double... quantiles) {
    Levels.requireAsMany(levels, quantiles);
    for (int i = 0; i < levels.length; i++) {
      pinball[i] += pinball(levels[i], actual, quantiles[i]);
      notAbove[i] += actual <= quantiles[i] ? 1 : 0;
      below[i] += actual < quantiles[i] ? 1 : 0;
    }
    magnitude += Math.abs(actual);
    count++;
  }

  /**
   * The pinball loss of one quantile.
   *
   * @param level τ
   * @param actual y
   * @param quantile q
   * @return ρ, 0 or more, in the unit of the series
   */
  public static double pinball(double level, double actual, double quantile) {
    double error = actual - quantile;
    return error < 0 ? (level - 1) * error : level * error;
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
   * The mean pinball loss of one level.
   *
   * @param level τ, one of the levels
   * @return mean ρ(τ), in the unit of the series
   * @throws IllegalArgumentException if it is none of the levels
   */
  public double pinball(double level) {
    return pinball[index(level)] / count;
  }

  /**
   * The mean pinball loss of all levels.
   *
   * @return the mean over forecasts and levels, in the unit of the series
   */
  public double meanPinball() {
    return Arrays.stream(pinball).sum() / levels.length / count;
  }

  /**
   * The weighted quantile loss of one level.
   *
   * @param level τ, one of the levels
   * @return wQL(τ), NaN or infinite if every actual value is 0
   * @throws IllegalArgumentException if it is none of the levels
   */
  public double weightedQuantileLoss(double level) {
    return 2 * pinball[index(level)] / magnitude;
  }

  /**
   * The weighted quantile loss of all levels, which GluonTS calls mean_wQuantileLoss.
   *
   * @return the mean of wQL over the levels, NaN or infinite if every actual value is 0
   */
  public double meanWeightedQuantileLoss() {
    return 2 * Arrays.stream(pinball).sum() / levels.length / magnitude;
  }

  /**
   * How often the actual value was in the central interval, from the quantile of (1 - c) / 2 to
   * that of (1 + c) / 2, bounds included. It comes near c where the intervals are right.
   *
   * @param central c, such as 0.8 for the interval from the quantile of 0.1 to that of 0.9
   * @return the share, 0 to 1
   * @throws IllegalArgumentException if one of the two levels is missing
   */
  public double coverage(double central) {
    int lower = index((1 - central) / 2);
    int upper = index((1 + central) / 2);
    return (double) (notAbove[upper] - below[lower]) / count;
  }

  private int index(double level) {
    for (int i = 0; i < levels.length; i++) {
      // Levels are written in decimals and halves of them computed: (1 - 0.8) / 2 is not 0.1.
      if (Math.abs(levels[i] - level) < 1e-9) {
        return i;
      }
    }
    throw new IllegalArgumentException(
        "no quantile of level %s; levels are %s".formatted(level, Arrays.toString(levels)));
  }
}
