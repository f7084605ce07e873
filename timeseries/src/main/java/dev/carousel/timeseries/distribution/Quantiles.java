package dev.carousel.timeseries.distribution;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import java.util.Arrays;
import java.util.List;

/**
 * Quantiles instead of a density (Koenker and Bassett, Regression quantiles, 1978): with e = y - q,
 * the mean over the levels τ of the pinball loss max(τ e, (τ - 1) e), which is least where q is the
 * τ-quantile. The raw numbers are the quantiles. In JSON, "quantiles".
 *
 * <p>Quantiles that cross are put in order (Chernozhukov, Fernández-Val and Galichon, 2010).
 * Between levels the distribution interpolates linearly. Below the first and above the last level
 * nothing is known, so that all of that probability lies at the outermost quantile, which makes
 * samples too narrow and the mean one of the middle.
 *
 * <p>The loss is in the unit in which the model sees values.
 *
 * @param levels the probabilities of the quantiles, rising, above 0 and below 1
 */
public record Quantiles(List<Double> levels) implements Likelihood {
  /**
   * Checks the levels.
   *
   * @throws IllegalArgumentException if there is none, one is no probability between 0 and 1, or
   *     they do not rise
   */
  public Quantiles {
    levels = List.copyOf(levels);
    double before = 0;
    for (double level : levels) {
      if (!(level > before && level < 1)) {
        throw new IllegalArgumentException(
            "levels must rise between 0 and 1, got %s after %s".formatted(level, before));
      }
      before = level;
    }
    if (levels.isEmpty()) {
      throw new IllegalArgumentException("levels must name at least one quantile, got none");
    }
  }

  @Override
  public int parameters() {
    return levels.size();
  }

  @Override
  public Distribution distribution(float[] outputs, int at, double scale) {
    Requirements.scale(scale);
    double[] values = new double[levels.size()];
    for (int q = 0; q < values.length; q++) {
      values[q] = outputs[at + q] * scale;
    }
    Arrays.sort(values);
    return new QuantileFunction(probabilities(), values);
  }

  @Override
  public Variable of(Variable outputs, Targets targets) {
    double[] probabilities = probabilities();
    return LikelihoodLoss.mean(
        "quantiles",
        levels.size(),
        (target, scale, raw, at, slope) -> pinball(probabilities, target, raw, at, slope),
        outputs,
        targets);
  }

  private double[] probabilities() {
    return levels.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static double pinball(
      double[] levels, double target, float[] outputs, int at, double[] slope) {
    double sum = 0;
    for (int q = 0; q < levels.length; q++) {
      double level = levels[q];
      double error = target - outputs[at + q];
      sum += Math.max(level * error, (level - 1) * error);
      // 0 at the kink, so that a constant series that is met stays met.
      double side = error > 0 ? -level : error < 0 ? 1 - level : 0;
      slope[q] = side / levels.length;
    }
    return sum / levels.length;
  }
}
