package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.List;

/**
 * Windows copied out of their series a batch at a time.
 *
 * @param task what a window is
 * @param series where they are
 * @param gaps whether a target is missing anywhere
 */
record WindowBatches(Forecast task, List<SeriesInputs> series, boolean gaps) {
  /** What models get. */
  Signature.Ahead ahead() {
    SeriesInputs one = series.get(0);
    return new Signature.Ahead(
        one.targets().length, one.past().length, one.known().length, task.horizon());
  }

  /** A batch of some windows, one a row. */
  Batch of(List<Window> windows) {
    int rows = windows.size();
    Signature.Ahead ahead = ahead();
    float[] past = new float[task.window() * rows * ahead.size()];
    float[] known = new float[task.horizon() * rows * ahead.known()];
    float[] targets = new float[task.horizon() * rows * ahead.values()];
    float[] weights = gaps ? new float[targets.length] : null;
    // For counts, of which there is one a step, and which alone are not the same in every unit.
    boolean scaled = task.windowScale() != WindowScale.NONE && ahead.values() == 1;
    float[] scales = scaled ? new float[task.horizon() * rows] : null;
    for (int row = 0; row < rows; row++) {
      Window window = windows.get(row);
      SeriesInputs inputs = series.get(window.series());
      int origin = window.origin();
      WindowScaler[] scalers = inputs.windowScalers(task, origin);
      for (int k = 0; k < ahead.values(); k++) {
        double[] values = inputs.targets()[k];
        for (int t = 0; t < task.window(); t++) {
          past[(t * rows + row) * ahead.size() + k] =
              scalers[k].apply(values[origin - task.window() + t]);
        }
        for (int h = 0; h < task.horizon(); h++) {
          int at = (h * rows + row) * ahead.values() + k;
          targets[at] = scalers[k].apply(values[origin + h]);
          if (gaps) {
            weights[at] = inputs.target(k).isKnown(origin + h) ? 1 : 0;
          }
          if (scales != null) {
            scales[h * rows + row] = (float) scalers[k].spread();
          }
        }
      }
      for (int t = 0; t < task.window(); t++) {
        int at = (t * rows + row) * ahead.size() + ahead.values();
        int step = origin - task.window() + t;
        copy(inputs.past(), step, past, at);
        copy(inputs.known(), step, past, at + ahead.past());
      }
      for (int h = 0; h < task.horizon(); h++) {
        copy(inputs.known(), origin + h, known, (h * rows + row) * ahead.known());
      }
    }
    Batch source =
        new Batch(
            task.window(),
            rows,
            all(rows, task.window()),
            new Inputs.Features(ahead.size(), past),
            null,
            false);
    return new Batch(
        task.horizon(),
        rows,
        all(rows, task.horizon()),
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
