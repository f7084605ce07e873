package dev.carousel.timeseries.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Targets;
import dev.carousel.sequence.PaddedFeatures;
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
    float[][] read = Arrays.stream(which).mapToObj(n -> features[n]).toArray(float[][]::new);
    int[] lengths = PaddedFeatures.lengths(width, read);
    int steps = Arrays.stream(lengths).max().orElseThrow();
    Targets labels =
        classes == null
            ? null
            : new Targets.Labels(Arrays.stream(which).map(n -> classes[n]).toArray());
    return new Batch(
        steps, which.length, lengths, PaddedFeatures.timeMajor(width, read), labels, false);
  }
}
