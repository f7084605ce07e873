package dev.carousel.timeseries.distribution;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import org.apache.commons.numbers.gamma.Digamma;

/**
 * The negative binomial distribution of counts z = 0, 1, … with mean μ and variance μ + α μ²: p(z)
 * = Γ(z + r) / (Γ(z + 1) Γ(r)) · (r / (r + μ))ʳ (μ / (r + μ))ᶻ with r = 1/α. The raw numbers are m
 * and a. As the model sees counts divided by a scale ν, μ = ν (log(1 + eᵐ) + 1e-6) and α = log(1 +
 * eᵃ) / √ν + 1e-8 (Salinas, Flunkert, Gasthaus and Januschowski, DeepAR: Probabilistic forecasting
 * with autoregressive recurrent networks, 2020). In JSON, "negative-binomial".
 *
 * <p>The loss needs {@link Targets.Values#scales()} where values were divided, and is in nats a
 * count, whatever the scale. It takes values between counts as Γ does; a value below 0 is an error.
 */
public record NegativeBinomial() implements Likelihood {
  private static final int PARAMETERS = 2;
  // The deviation is then at least a ten-thousandth of the mean, and 1/α at most 1e8.
  private static final double LEAST_DISPERSION = 1e-8;
  // From here on four terms of the asymptotic series of ψ are right to 1e-15.
  private static final double LARGE = 100;

  @Override
  public int parameters() {
    return PARAMETERS;
  }

  @Override
  public Distribution distribution(float[] outputs, int at, double scale) {
    Requirements.scale(scale);
    return new Counts(scale * relativeMean(outputs[at]), 1 / dispersion(outputs[at + 1], scale));
  }

  @Override
  public Variable of(Variable outputs, Targets targets) {
    return LikelihoodLoss.mean(
        "negative-binomial", PARAMETERS, NegativeBinomial::term, outputs, targets);
  }

  private static double relativeMean(double raw) {
    return Softplus.of(raw) + Softplus.FLOOR;
  }

  private static double dispersion(double raw, double scale) {
    return Softplus.of(raw) / Math.sqrt(scale) + LEAST_DISPERSION;
  }

  private static double term(double target, double scale, float[] outputs, int at, double[] slope) {
    if (target < 0) {
      throw new IllegalArgumentException(
          "negative-binomial: %s is no count, which is 0 or more; use another likelihood"
              .formatted(target * scale));
    }
    double z = target * scale;
    double relativeMean = relativeMean(outputs[at]);
    double alpha = dispersion(outputs[at + 1], scale);
    Counts counts = new Counts(scale * relativeMean, 1 / alpha);
    double mean = counts.mean();
    slope[0] = (mean - z) / (1 + alpha * mean) * (Softplus.slope(outputs[at]) / relativeMean);
    slope[1] =
        slopeByLogDispersion(z, mean, 1 / alpha)
            * (Softplus.slope(outputs[at + 1]) / Math.sqrt(scale) / alpha);
    return -counts.logDensity(z);
  }

  /**
   * α ∂L/∂α = r (ψ(z + r) - ψ(r) - log(1 + μ/r)) - r (z - μ) / (r + μ), in a form in which large
   * numbers that nearly cancel do not meet.
   */
  private static double slopeByLogDispersion(double z, double mean, double r) {
    double x = (z - mean) / (r + mean);
    double logRatio = Math.abs(x) < 0.5 ? Math.log1p(x) : Math.log((r + z) / (r + mean));
    return r * (logRatio - x) + timesDigammaDifference(z, r);
  }

  /** r (ψ(z + r) - ψ(r) - log(1 + z/r)). */
  private static double timesDigammaDifference(double z, double r) {
    if (r < LARGE) {
      return r * (Digamma.value(z + r) - Digamma.value(r) - Math.log1p(z / r));
    }
    // ψ(x) = log x - 1/2x - 1/12x² + 1/120x⁴ - 1/252x⁶ + …, with powers of 1/x: a at r, b at z + r.
    double a = 1 / (r * r);
    double b = 1 / ((z + r) * (z + r));
    return 0.5 * z / (z + r) + r * (series(b) - series(a));
  }

  private static double series(double inverseSquare) {
    return inverseSquare * (-1.0 / 12 + inverseSquare * (1.0 / 120 - inverseSquare / 252));
  }
}
