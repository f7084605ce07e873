package dev.carousel.timeseries.music;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;

/**
 * The sequences of a part.
 *
 * @param keys the sounding keys, 0 to 87, of each frame of each sequence; shared, not copied
 */
record Rolls(int[][][] keys) implements Sequences {
  @Override
  public int count() {
    return keys.length;
  }

  /** {@inheritDoc} The inputs are all frames but the last, the targets all but the first. */
  @Override
  public Batch batch(int[] which) {
    int rows = which.length;
    int[] lengths = Arrays.stream(which).map(n -> keys[n].length - 1).toArray();
    int steps = Arrays.stream(lengths).max().orElseThrow();
    float[] inputs = new float[steps * rows * Keys.COUNT];
    float[] targets = new float[inputs.length];
    float[] weights = new float[inputs.length];
    for (int b = 0; b < rows; b++) {
      int[][] frames = keys[which[b]];
      for (int t = 0; t < lengths[b]; t++) {
        int row = (t * rows + b) * Keys.COUNT;
        press(frames[t], inputs, row);
        press(frames[t + 1], targets, row);
        Arrays.fill(weights, row, row + Keys.COUNT, 1);
      }
    }
    return new Batch(
        steps,
        rows,
        lengths,
        new Inputs.Features(Keys.COUNT, inputs),
        new Targets.Values(Keys.COUNT, targets, weights),
        false);
  }

  private static void press(int[] frame, float[] values, int row) {
    for (int key : frame) {
      values[row + key] = 1;
    }
  }
}
