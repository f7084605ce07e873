package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Windows copied out of their series a batch at a time.
 *
 * @param task what a window is
 * @param ahead what models get; how far is its horizon
 * @param series where they are
 * @param observed for each series [targets][steps], which targets are known; empty if all are
 */
record WindowBatches(
    Forecast task,
    Signature.Ahead ahead,
    List<ModelInputs> series,
    Optional<List<boolean[][]>> observed) {
  /** A batch of some windows, one a row. */
  Batch of(List<Window> windows) {
    int rows = windows.size();
    int[] lengths =
        windows.stream().mapToInt(each -> Math.min(task.window(), each.origin())).toArray();
    int horizon = ahead.horizon();
    float[] past = new float[task.window() * rows * ahead.size()];
    float[] known = new float[horizon * rows * ahead.known()];
    float[] targets = new float[horizon * rows * ahead.values()];
    float[] weights = observed.isPresent() ? new float[targets.length] : null;
    // For counts, of which there is one a step, and which alone are not the same in every unit.
    boolean scaled = task.windowScale() != WindowScale.NONE && ahead.values() == 1;
    float[] scales = scaled ? new float[horizon * rows] : null;
    for (int row = 0; row < rows; row++) {
      Window window = windows.get(row);
      ModelInputs inputs = series.get(window.series());
      int origin = window.origin();
      WindowScaler[] scalers = inputs.windowScalers(task, origin);
      for (int k = 0; k < ahead.values(); k++) {
        double[] values = inputs.targets()[k];
        for (int t = 0; t < lengths[row]; t++) {
          past[(t * rows + row) * ahead.size() + k] =
              scalers[k].apply(values[origin - lengths[row] + t]);
        }
        for (int h = 0; h < horizon; h++) {
          int at = (h * rows + row) * ahead.values() + k;
          targets[at] = scalers[k].apply(values[origin + h]);
          if (weights != null) {
            boolean isKnown = observed.get().get(window.series())[k][origin + h];
            weights[at] = isKnown ? 1 : 0;
          }
          if (scales != null) {
            scales[h * rows + row] = (float) scalers[k].spread();
          }
        }
      }
      for (int t = 0; t < lengths[row]; t++) {
        int at = (t * rows + row) * ahead.size() + ahead.values();
        int step = origin - lengths[row] + t;
        copy(inputs.past(), step, past, at);
        copy(inputs.known(), step, past, at + ahead.past());
      }
      for (int h = 0; h < horizon; h++) {
        copy(inputs.known(), origin + h, known, (h * rows + row) * ahead.known());
      }
    }
    Batch source =
        new Batch(
            task.window(), rows, lengths, new Inputs.Features(ahead.size(), past), null, false);
    return new Batch(
        horizon,
        rows,
        all(rows, horizon),
        new Inputs.Conditioned(source, new Inputs.Features(ahead.known(), known)),
        new Targets.Values(ahead.values(), targets, weights, scales),
        false);
  }

  private static void copy(double[][] columns, int step, float[] to, int at) {
    for (int c = 0; c < columns.length; c++) {
      to[at + c] = (float) columns[c][step];
    }
  }

  private static int[] all(int rows, int length) {
    int[] lengths = new int[rows];
    Arrays.fill(lengths, length);
    return lengths;
  }
}
