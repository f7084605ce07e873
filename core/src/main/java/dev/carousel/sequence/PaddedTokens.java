package dev.carousel.sequence;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import java.util.Arrays;

/** Sequences of unequal length side by side, time-major: step t of sequence b is t·B + b. */
public final class PaddedTokens {
  private PaddedTokens() {}

  /**
   * A batch of sequences of tokens.
   *
   * @param sequences the ids of each, none empty; not kept
   * @param targets what a model should give; may be null where only inputs are looked at
   * @return a batch of as many steps as the longest has, padded with id 0
   */
  public static Batch batch(int[][] sequences, Targets targets) {
    int[] lengths = Arrays.stream(sequences).mapToInt(sequence -> sequence.length).toArray();
    int steps = Arrays.stream(lengths).max().orElseThrow();
    return new Batch(
        steps,
        sequences.length,
        lengths,
        new Inputs.Tokens(timeMajor(sequences, 0)),
        targets,
        false);
  }

  /**
   * A number for each step of each sequence.
   *
   * @param sequences the numbers of each; not kept
   * @param padding what stands where a sequence is over
   * @return [T, B] in row-major order, T being the length of the longest
   */
  public static int[] timeMajor(int[][] sequences, int padding) {
    int rows = sequences.length;
    int steps = Arrays.stream(sequences).mapToInt(sequence -> sequence.length).max().orElse(0);
    int[] values = new int[steps * rows];
    Arrays.fill(values, padding);
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < sequences[b].length; t++) {
        values[t * rows + b] = sequences[b][t];
      }
    }
    return values;
  }
}
