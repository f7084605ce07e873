package dev.carousel.data;

import java.util.Arrays;

/**
 * A mini-batch of sequences, time-major: step t of sequence b is row t·B + b.
 *
 * @param steps T, the number of time steps
 * @param rows B, the number of sequences
 * @param lengths how many steps of each sequence are real, each 1 to T
 * @param inputs what the model sees
 * @param targets what it should give
 * @param continues whether row b goes on where row b of the batch before ended, so that states are
 *     carried over (truncated backpropagation through time)
 */
public record Batch(
    int steps, int rows, int[] lengths, Inputs inputs, Targets targets, boolean continues) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if sizes disagree or a length is outside 1 to T
   */
  public Batch {
    if (lengths.length != rows) {
      throw new IllegalArgumentException(
          "batch of " + rows + " sequences with " + lengths.length + " lengths");
    }
    for (int length : lengths) {
      if (length < 1 || length > steps) {
        throw new IllegalArgumentException(
            "a sequence of length " + length + " in a batch of " + steps + " steps");
      }
    }
    inputs.require(steps, rows);
    if (targets instanceof Targets.Sequences sequences
        && !(sequences.steps() == steps && Arrays.equals(sequences.lengths(), lengths))) {
      throw new IllegalArgumentException(
          "targets of sequences of lengths %s among %d steps, in a batch of lengths %s among %d"
              .formatted(
                  Arrays.toString(sequences.lengths()),
                  sequences.steps(),
                  Arrays.toString(lengths),
                  steps));
    }
  }

  /**
   * The number of steps that are not padding.
   *
   * @return the sum of the lengths
   */
  public int tokens() {
    int sum = 0;
    for (int length : lengths) {
      sum += length;
    }
    return sum;
  }

  /**
   * One of the sequences, alone and without padding.
   *
   * @param row which one, 0 to B - 1
   * @return a batch of one sequence, of as many steps as it has; targets stay those of its steps or
   *     of the whole sequence, or null
   */
  public Batch sequence(int row) {
    return select(new int[] {row});
  }

  /**
   * Some of the sequences.
   *
   * @param which the sequences, each 0 to B - 1; row i of the result is sequence which[i]
   * @return a batch of as many steps as the longest of them has, in arrays of its own; targets stay
   *     those of the steps or of whole sequences, or null
   */
  public Batch select(int[] which) {
    int[] own = Arrays.stream(which).map(row -> lengths[row]).toArray();
    int longest = Arrays.stream(own).max().orElseThrow();
    Targets selected = null;
    if (targets != null) {
      int count = targets.rows() == rows ? 1 : longest;
      selected = targets.select(rows, which, count);
    }
    return new Batch(
        longest, which.length, own, inputs.select(rows, which, longest), selected, continues);
  }
}
