package dev.carousel.timeseries.metric;

import java.util.Arrays;

/**
 * The continuous ranked probability score of a distribution F for the value y that came (Matheson
 * and Winkler, Scoring rules for continuous probability distributions, 1976), in the unit of y: the
 * absolute error where F is a single point.
 *
 * <pre>
 * CRPS = ∫ (F(z) - [y ≤ z])² dz = E|X - y| - E|X - X'| / 2 = 2 ∫ ρ(τ) dτ
 * </pre>
 *
 * <p>for independent X and X' drawn from F, and the {@linkplain QuantileErrors pinball loss} ρ of
 * the quantile of each level τ from 0 to 1 (Gneiting and Raftery, Strictly proper scoring rules,
 * prediction, and estimation, 2007; Laio and Tamea, 2007).
 */
public final class Crps {
  private Crps() {}

  /**
   * The fair estimate from M samples, whose expectation does not depend on M (Ferro, Fair scores
   * for ensemble forecasts, 2014; Zamo and Naveau, 2018):
   *
   * <pre>
   * Σ |x(i) - y| / M - Σ Σ |x(i) - x(j)| / (2 M (M - 1))
   * </pre>
   *
   * <p>It can be below 0, for the expectation is what is right.
   *
   * @param samples [M] drawn from F, at least two, in any order; not changed
   * @param actual y
   * @return the score
   * @throws IllegalArgumentException if there are fewer than two samples
   */
  public static double ofSamples(double[] samples, double actual) {
    int count = samples.length;
    if (count < 2) {
      throw new IllegalArgumentException(
          "CRPS needs at least two samples of a forecast, got " + count);
    }
    double[] sorted = samples.clone();
    Arrays.sort(sorted);
    double error = 0;
    double spread = 0;
    for (int i = 0; i < count; i++) {
      error += Math.abs(sorted[i] - actual);
      // Sorted, each gap between neighbours counts once for every pair on its two sides.
      if (i > 0) {
        spread += (sorted[i] - sorted[i - 1]) * i * (count - i);
      }
    }
    return error / count - spread / count / (count - 1);
  }

  /**
   * The estimate from K quantiles, twice the mean of their pinball losses. For the levels (k - 1/2)
   * / K it is exact for the distribution that gives each quantile a chance of 1 / K; levels that
   * leave out the tails, such as 0.1 to 0.9, leave out what happens there.
   *
   * @param levels [K] of the quantiles, in rising order, each above 0 and below 1
   * @param quantiles [K] of F
   * @param actual y
   * @return the score
   * @throws IllegalArgumentException if levels are not so, or there are more or fewer quantiles
   */
  public static double ofQuantiles(double[] levels, double[] quantiles, double actual) {
    Levels.require(levels);
    Levels.requireAsMany(levels, quantiles);
    double sum = 0;
    for (int i = 0; i < levels.length; i++) {
      sum += QuantileErrors.pinball(levels[i], actual, quantiles[i]);
    }
    return 2 * sum / levels.length;
  }
}
