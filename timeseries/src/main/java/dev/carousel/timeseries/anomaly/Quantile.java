package dev.carousel.timeseries.anomaly;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A quantile of the scores of normal sequences, interpolated linearly (type 7 of Hyndman and Fan,
 * Sample quantiles in statistical packages, 1996); needs no anomalies. In JSON, "quantile".
 *
 * @param of the probability, 0 to 1, such as 0.99
 */
public record Quantile(double of) implements Threshold {
  /**
   * Checks the probability.
   *
   * @throws IllegalArgumentException if it is none
   */
  public Quantile {
    if (!(of >= 0 && of <= 1)) {
      throw new IllegalArgumentException("of must be a probability, 0 to 1, got " + of);
    }
  }

  @Override
  public double choose(double[] scores, boolean[] anomalous) {
    if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
      return Double.NaN;
    }
    double[] normal =
        IntStream.range(0, scores.length)
            .filter(i -> !anomalous[i])
            .mapToDouble(i -> scores[i])
            .sorted()
            .toArray();
    double at = of * (normal.length - 1);
    int below = (int) at;
    double part = at - below;
    return part == 0 ? normal[below] : normal[below] + part * (normal[below + 1] - normal[below]);
  }
}
