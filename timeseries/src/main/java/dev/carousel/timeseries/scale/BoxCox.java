package dev.carousel.timeseries.scale;

import java.util.Optional;

/**
 * The power that makes values most nearly normal, then to mean 0 and standard deviation 1. The
 * exponent λ, from {@value #LOWEST} to {@value #HIGHEST}, has the greatest likelihood, -n/2 ln
 * σ²(λ) + (λ - 1) Σ ln y with σ² the variance of the transformed values (Box and Cox, An analysis
 * of transformations, 1964). λ = 1 changes nothing, 0 is the logarithm. Takes values above 0 only.
 * In JSON, "box-cox".
 *
 * @param per what it is fitted to
 */
public record BoxCox(Per per) implements Scale {
  /** The least exponent. */
  public static final double LOWEST = -2;

  /** The greatest exponent. */
  public static final double HIGHEST = 3;

  private static final double GRID = 0.1;
  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** Of λ; the likelihood is flat around its maximum, so that more digits are noise. */
  private static final double ACCURACY = 1e-6;

  @Override
  public Scaler fit(double[] values) {
    if (Spread.of(values).isConstant()) {
      return Standard.fit(new Transform.Identity(), values);
    }
    double[] logs = new double[values.length];
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      logs[i] = Math.log(values[i]);
      sum += logs[i];
    }
    double logUnit = sum / values.length;
    for (int i = 0; i < values.length; i++) {
      logs[i] -= logUnit;
    }
    return Standard.fit(new Transform.Power(lambda(logs), logUnit), values);
  }

  @Override
  public Optional<String> refusal(double value) {
    return new LogStandard(per).refusal(value);
  }

  /** The λ of greatest likelihood: a grid to find the hill, golden sections to climb it. */
  private static double lambda(double[] logs) {
    double best = 0;
    double least = Double.POSITIVE_INFINITY;
    int steps = (int) Math.round((HIGHEST - LOWEST) / GRID);
    for (int i = 0; i <= steps; i++) {
      // Exactly 0 and 1 among them.
      double lambda = (i + Math.round(LOWEST / GRID)) / (1 / GRID);
      double variance = variance(logs, lambda);
      if (variance < least) {
        least = variance;
        best = lambda;
      }
    }
    double low = Math.max(LOWEST, best - GRID);
    double high = Math.min(HIGHEST, best + GRID);
    while (high - low > ACCURACY) {
      double left = high - GOLDEN * (high - low);
      double right = low + GOLDEN * (high - low);
      if (variance(logs, left) < variance(logs, right)) {
        high = right;
      } else {
        low = left;
      }
    }
    return (low + high) / 2;
  }

  /**
   * The variance of the transformed values. Σ ln y is 0, as y is divided by the geometric mean, so
   * the likelihood is greatest where this is least. Infinite where powers are.
   */
  private static double variance(double[] logs, double lambda) {
    Transform.Power power = new Transform.Power(lambda, 0);
    double sum = 0;
    for (double log : logs) {
      sum += power.ofLogarithm(log);
    }
    double mean = sum / logs.length;
    double squares = 0;
    for (double log : logs) {
      double deviation = power.ofLogarithm(log) - mean;
      squares += deviation * deviation;
    }
    return Double.isNaN(squares) ? Double.POSITIVE_INFINITY : squares / logs.length;
  }
}
