package dev.carousel.timeseries.anomaly;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/**
 * The threshold at which anomalies are told with the best F1; of several the highest, halfway
 * between the scores on its two sides. In JSON, "best-f1".
 */
public record BestF1() implements Threshold {
  @Override
  public double choose(double[] scores, boolean[] anomalous) {
    if (Arrays.stream(scores).anyMatch(Double::isNaN)) {
      return Double.NaN;
    }
    Integer[] order = new Integer[scores.length];
    long anomalies = 0;
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
      anomalies += anomalous[i] ? 1 : 0;
    }
    Arrays.sort(order, Comparator.comparingDouble((Integer i) -> scores[i]).reversed());
    double threshold = scores[order[0]];
    double best = 0;
    long found = 0;
    for (int flagged = 1; flagged <= order.length; flagged++) {
      double lowest = scores[order[flagged - 1]];
      found += anomalous[order[flagged - 1]] ? 1 : 0;
      boolean last = flagged == order.length;
      if (!last && scores[order[flagged]] == lowest) {
        continue;
      }
      double f1 = 2.0 * found / (flagged + anomalies);
      if (f1 > best) {
        best = f1;
        threshold = last ? Math.nextDown(lowest) : between(scores[order[flagged]], lowest);
      }
    }
    return threshold;
  }

  /** The middle, which is below the upper number even where no other lies between. */
  private static double between(double low, double high) {
    double middle = low + (high - low) / 2;
    return middle < high ? middle : low;
  }

  @Override
  public Optional<String> refusal(boolean[] anomalous) {
    for (boolean each : anomalous) {
      if (each) {
        return Optional.empty();
      }
    }
    return Optional.of(
        "the validation part has no anomaly to choose a threshold of \"best-f1\" by; use"
            + " \"quantile\"");
  }
}
