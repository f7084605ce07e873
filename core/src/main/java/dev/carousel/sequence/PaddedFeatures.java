package dev.carousel.sequence;

import dev.carousel.data.Inputs;
import java.util.Arrays;

/** Sequences of features side by side, time-major: step t of sequence b is t·B + b. */
public final class PaddedFeatures {
  private PaddedFeatures() {}

  /**
   * The numbers of steps of some sequences.
   *
   * @param width F, how many numbers a step, at least 1
   * @param sequences [T, F] of each
   * @return T of each
   */
  public static int[] lengths(int width, float[][] sequences) {
    return Arrays.stream(sequences).mapToInt(sequence -> sequence.length / width).toArray();
  }

  /**
   * The inputs of a batch.
   *
   * @param width F, how many numbers a step, at least 1
   * @param sequences [T, F] of each; not kept
   * @return as many steps as the longest has, padded with 0
   */
  public static Inputs.Features timeMajor(int width, float[][] sequences) {
    int rows = sequences.length;
    int steps = Arrays.stream(lengths(width, sequences)).max().orElse(0);
    float[] values = new float[steps * rows * width];
    for (int b = 0; b < rows; b++) {
      int length = sequences[b].length / width;
      for (int t = 0; t < length; t++) {
        System.arraycopy(sequences[b], t * width, values, (t * rows + b) * width, width);
      }
    }
    return new Inputs.Features(width, values);
  }
}
