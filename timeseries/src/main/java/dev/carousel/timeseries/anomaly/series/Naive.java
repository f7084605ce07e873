package dev.carousel.timeseries.anomaly.series;

import java.util.List;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Tells every value as the last known one before it. Where models give distributions it gives a
 * normal one around it, whose deviation is that of the training part's normal steps.
 *
 * @param score scores errors
 * @param deviations of each value, above 0
 */
record Naive(StepScore score, double[] deviations) {
  /** Of values that never change. */
  private static final double LEAST = 1e-6;

  static Naive fit(StepScore score, List<Stretch> training) {
    int values = training.get(0).values();
    double[] squares = new double[values];
    long[] counts = new long[values];
    for (Stretch stretch : training) {
      for (int t = 0; t < stretch.steps(); t++) {
        for (int k = 0; k < values; k++) {
          double change = change(stretch, t, k);
          if (!stretch.anomalous()[t] && !Double.isNaN(change)) {
            squares[k] += change * change;
            counts[k]++;
          }
        }
      }
    }
    double[] deviations = new double[values];
    for (int k = 0; k < values; k++) {
      double variance = counts[k] == 0 ? 0 : squares[k] / counts[k];
      deviations[k] = Math.max(LEAST, Math.sqrt(variance));
    }
    return new Naive(score, deviations);
  }

  /** What a value is above the last known one, NaN where it is missing. */
  private static double change(Stretch stretch, int step, int value) {
    // Models read the last targets first.
    return (double) stretch.targets()[step * stretch.values() + value]
        - stretch.inputs()[step * stretch.width() + value];
  }

  /** The scores of a stretch, [T], NaN where it is not judged. */
  double[] scores(Stretch stretch) {
    double[] scores = new double[stretch.steps()];
    for (int t = 0; t < scores.length; t++) {
      double sum = 0;
      int known = 0;
      for (int k = 0; k < stretch.values(); k++) {
        double change = change(stretch, t, k);
        if (!Double.isNaN(change)) {
          sum += one(change, k);
          known++;
        }
      }
      scores[t] = stretch.isJudged(t) ? sum / known : Double.NaN;
    }
    return scores;
  }

  private double one(double change, int value) {
    return score.probabilistic()
        ? -NormalDistribution.of(0, deviations[value]).logDensity(change)
        : score.of(change);
  }
}
