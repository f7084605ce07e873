package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import java.util.Arrays;
import java.util.List;

/**
 * Consecutive steps of one series as a model reads and tells them.
 *
 * @param width F, the numbers that are read before a step is told
 * @param values C, the numbers that are told
 * @param inputs [T, F]; shared, not copied
 * @param targets [T, C], NaN where missing; shared, not copied
 * @param anomalous [T]; shared, not copied
 * @param first the first step that is judged, 0 to T; those before it make the model warm
 */
record Stretch(
    int width, int values, float[] inputs, float[] targets, boolean[] anomalous, int first) {
  /** T. */
  int steps() {
    return anomalous.length;
  }

  /** Whether there is a score of a step. */
  boolean isJudged(int step) {
    return step >= first && isKnown(step);
  }

  /** Whether training learns a step. */
  boolean isLearnt(int step) {
    return !anomalous[step] && isKnown(step);
  }

  private boolean isKnown(int step) {
    for (int k = 0; k < values; k++) {
      if (!Float.isNaN(targets[step * values + k])) {
        return true;
      }
    }
    return false;
  }

  /** Some of the steps, in arrays of their own. */
  Stretch part(int from, int to) {
    return new Stretch(
        width,
        values,
        Arrays.copyOfRange(inputs, from * width, to * width),
        Arrays.copyOfRange(targets, from * values, to * values),
        Arrays.copyOfRange(anomalous, from, to),
        Math.max(0, Math.min(first, to) - from));
  }

  /**
   * A batch of some steps of several stretches side by side. Anomalous steps are read, but of
   * weight 0 as targets.
   *
   * @param rows one a row
   * @param from the first step
   * @param steps how many; where a stretch is over, its row is padded with weight 0
   */
  static Batch batch(List<Stretch> rows, int from, int steps) {
    int width = rows.get(0).width;
    int values = rows.get(0).values;
    float[] inputs = new float[steps * rows.size() * width];
    float[] targets = new float[steps * rows.size() * values];
    float[] weights = new float[targets.length];
    int[] lengths = new int[rows.size()];
    for (int b = 0; b < lengths.length; b++) {
      Stretch row = rows.get(b);
      int count = Math.min(steps, row.steps() - from);
      // A batch knows no sequence of length 0; the one padded step has weight 0.
      lengths[b] = Math.max(1, count);
      for (int t = 0; t < count; t++) {
        int at = t * rows.size() + b;
        System.arraycopy(row.inputs, (from + t) * width, inputs, at * width, width);
        for (int k = 0; k < values; k++) {
          float target = row.targets[(from + t) * values + k];
          targets[at * values + k] = target;
          weights[at * values + k] = row.anomalous[from + t] || Float.isNaN(target) ? 0 : 1;
        }
      }
    }
    return new Batch(
        steps,
        rows.size(),
        lengths,
        new Inputs.Features(width, inputs),
        new Targets.Values(values, targets, weights),
        from > 0);
  }
}
