package dev.carousel.timeseries.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;

/**
 * Encoded sequences and their classes.
 *
 * @param width F, how many numbers a step
 * @param features [T, F] of each sequence; shared, not copied
 * @param classes the class of each; null for sequences that are asked about; shared, not copied
 */
record LabelledFeatures(int width, float[][] features, int[] classes) implements Sequences {
  @Override
  public int count() {
    return features.length;
  }

  @Override
  public int length(int sequence) {
    return features[sequence].length / width;
  }

  @Override
  public Batch batch(int[] which) {
    int[] lengths = Arrays.stream(which).map(this::length).toArray();
    int steps = Arrays.stream(lengths).max().orElseThrow();
    float[] values = new float[steps * which.length * width];
    for (int b = 0; b < which.length; b++) {
      for (int t = 0; t < lengths[b]; t++) {
        System.arraycopy(
            features[which[b]], t * width, values, (t * which.length + b) * width, width);
      }
    }
    Targets labels =
        classes == null
            ? null
            : new Targets.Labels(Arrays.stream(which).map(n -> classes[n]).toArray());
    return new Batch(
        steps, which.length, lengths, new Inputs.Features(width, values), labels, false);
  }
}
