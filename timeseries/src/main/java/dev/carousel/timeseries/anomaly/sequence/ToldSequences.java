package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;

/**
 * Sequences that are to be told again: each is its own past and what is wanted of the horizon, the
 * length of the longest, beyond its end nothing.
 *
 * @param width F, the values of a step
 * @param horizon H, at least the length of each
 * @param filled [T, F] of each sequence, what is read; shared, not copied
 * @param scaled [T, F] of each sequence, NaN where missing; shared, not copied
 */
record ToldSequences(int width, int horizon, float[][] filled, float[][] scaled)
    implements Sequences {
  @Override
  public int count() {
    return filled.length;
  }

  @Override
  public int length(int sequence) {
    return filled[sequence].length / width;
  }

  /** Some of the sequences. */
  ToldSequences some(int[] which) {
    return new ToldSequences(
        width,
        horizon,
        Arrays.stream(which).mapToObj(n -> filled[n]).toArray(float[][]::new),
        Arrays.stream(which).mapToObj(n -> scaled[n]).toArray(float[][]::new));
  }

  @Override
  public Batch batch(int[] which) {
    int rows = which.length;
    int[] lengths = Arrays.stream(which).map(this::length).toArray();
    int steps = Arrays.stream(lengths).max().orElseThrow();
    float[] read = new float[steps * rows * width];
    float[] wanted = new float[horizon * rows * width];
    float[] weights = new float[wanted.length];
    for (int b = 0; b < rows; b++) {
      for (int i = 0; i < lengths[b] * width; i++) {
        int at = (i / width * rows + b) * width + i % width;
        float value = scaled[which[b]][i];
        read[at] = filled[which[b]][i];
        wanted[at] = value;
        weights[at] = Float.isNaN(value) ? 0 : 1;
      }
    }
    int[] ahead = new int[rows];
    Arrays.fill(ahead, horizon);
    Batch past = new Batch(steps, rows, lengths, new Inputs.Features(width, read), null, false);
    return new Batch(
        horizon,
        rows,
        ahead,
        new Inputs.Conditioned(past, new Inputs.Features(0, new float[0])),
        new Targets.Values(width, wanted, weights),
        false);
  }
}
