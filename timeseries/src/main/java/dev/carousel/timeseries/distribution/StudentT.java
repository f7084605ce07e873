package dev.carousel.timeseries.distribution;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Student's t distribution of real values that now and then lie far out: with z = (y - μ) / σ, -log
 * p(y) = log Γ(ν/2) - log Γ((ν + 1)/2) + ½ log πν + log σ + ½ (ν + 1) log(1 + z²/ν). The raw
 * numbers are μ, s and d, with σ = log(1 + eˢ) + 1e-6 and ν = 2 + log(1 + eᵈ) degrees of freedom,
 * so that there is a mean and a variance. In JSON, "student-t".
 *
 * <p>The loss is in the unit in which the model sees values; in the data's it would be higher by
 * the logarithm of the scale, which no weight can change.
 */
public record StudentT() implements Likelihood {
  private static final int PARAMETERS = 3;

  @Override
  public int parameters() {
    return PARAMETERS;
  }

  @Override
  public Distribution distribution(float[] outputs, int at, double scale) {
    Requirements.scale(scale);
    return new LocationScale(
        TDistribution.of(degrees(outputs[at + 2])),
        outputs[at] * scale,
        spread(outputs[at + 1]) * scale);
  }

  @Override
  public Variable of(Variable outputs, Targets targets) {
    return LikelihoodLoss.mean("student-t", PARAMETERS, StudentT::term, outputs, targets);
  }

  private static double spread(double raw) {
    return Softplus.of(raw) + Softplus.FLOOR;
  }

  private static double degrees(double raw) {
    return 2 + Softplus.of(raw);
  }

  private static double term(double target, double scale, float[] outputs, int at, double[] slope) {
    double sigma = spread(outputs[at + 1]);
    double nu = degrees(outputs[at + 2]);
    double z = (target - outputs[at]) / sigma;
    double ratio = z * z / nu;
    double tail = Math.log1p(ratio);
    // (ν + 1) z² / (ν + z²), the derivative by log z
    double pull = (nu + 1) * ratio / (1 + ratio);
    slope[0] = -(nu + 1) * z / (nu * (1 + ratio)) / sigma;
    slope[1] = (1 - pull) / sigma * Softplus.slope(outputs[at + 1]);
    slope[2] =
        0.5
            * (Digamma.value(nu / 2) - Digamma.value((nu + 1) / 2) + tail + (1 - pull) / nu)
            * Softplus.slope(outputs[at + 2]);
    return LogGamma.value(nu / 2)
        - LogGamma.value((nu + 1) / 2)
        + 0.5 * Math.log(Math.PI * nu)
        + Math.log(sigma)
        + 0.5 * (nu + 1) * tail;
  }
}
