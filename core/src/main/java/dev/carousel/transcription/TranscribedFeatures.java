package dev.carousel.transcription;

import dev.carousel.data.Batch;
import dev.carousel.data.Targets;
import dev.carousel.sequence.PaddedFeatures;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;

/**
 * Sequences of features, of unequal lengths, and the labels that are to be read out of them.
 *
 * @param width F, how many numbers a step
 * @param features [T, F] of each sequence, T at least 1; shared, not copied
 * @param labels the labels of each, each at least 1, possibly none; null for sequences that are
 *     asked about; shared, not copied
 */
public record TranscribedFeatures(int width, float[][] features, int[][] labels)
    implements Sequences {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if they disagree, or a sequence has no step
   */
  public TranscribedFeatures {
    Sequences.requireAtLeast(1, "width", width);
    if (labels != null && labels.length != features.length) {
      throw new IllegalArgumentException(
          "%d sequences of labels for %d sequences of features"
              .formatted(labels.length, features.length));
    }
    for (int i = 0; i < features.length; i++) {
      if (features[i].length == 0 || features[i].length % width != 0) {
        throw new IllegalArgumentException(
            "sequence %d: expected steps of %d numbers, got %d numbers"
                .formatted(i + 1, width, features[i].length));
      }
    }
  }

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
    Targets targets = null;
    if (labels != null) {
      int[][] wanted = Arrays.stream(which).mapToObj(n -> labels[n].clone()).toArray(int[][]::new);
      targets = new Targets.Sequences(steps, lengths, wanted);
    }
    return new Batch(
        steps, which.length, lengths, PaddedFeatures.timeMajor(width, read), targets, false);
  }
}
