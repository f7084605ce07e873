package dev.carousel.timeseries.distribution;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The normal distribution of real values: -log p(y) = ½ log 2π + log σ + ½ ((y - μ) / σ)². The raw
 * numbers are μ and s, with σ = log(1 + eˢ) + 1e-6. In JSON, "gaussian".
 *
 * <p>The loss is in the unit in which the model sees values; in the data's it would be higher by
 * the logarithm of the scale, which no weight can change.
 */
public record Gaussian() implements Likelihood {
  private static final int PARAMETERS = 2;
  private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  @Override
  public int parameters() {
    return PARAMETERS;
  }

  @Override
  public Distribution distribution(float[] outputs, int at, double scale) {
    Requirements.scale(scale);
    return new LocationScale(STANDARD, outputs[at] * scale, deviation(outputs[at + 1]) * scale);
  }

  @Override
  public Variable of(Variable outputs, Targets targets) {
    return LikelihoodLoss.mean("gaussian", PARAMETERS, Gaussian::term, outputs, targets);
  }

  private static double deviation(double raw) {
    return Softplus.of(raw) + Softplus.FLOOR;
  }

  private static double term(double target, double scale, float[] outputs, int at, double[] slope) {
    double deviation = deviation(outputs[at + 1]);
    double z = (target - outputs[at]) / deviation;
    slope[0] = -z / deviation;
    slope[1] = (1 - z * z) / deviation * Softplus.slope(outputs[at + 1]);
    return HALF_LOG_TWO_PI + Math.log(deviation) + 0.5 * z * z;
  }
}
