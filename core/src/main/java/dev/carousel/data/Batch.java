package dev.carousel.data;

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
    if (inputs instanceof Inputs.Features features
        && features.values().length != steps * rows * features.width()) {
      throw new IllegalArgumentException(
          "features: expected [%d, %d, %d], got %d numbers"
              .formatted(steps, rows, features.width(), features.values().length));
    }
    if (inputs instanceof Inputs.Tokens tokens && tokens.ids().length != steps * rows) {
      throw new IllegalArgumentException(
          "tokens: expected [%d, %d], got %d ids".formatted(steps, rows, tokens.ids().length));
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
}
