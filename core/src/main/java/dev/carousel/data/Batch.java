package dev.carousel.data;

import java.util.stream.IntStream;

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

  /**
   * One of the sequences, alone and without padding.
   *
   * @param row which one, 0 to B - 1
   * @return a batch of one sequence, of as many steps as it has; targets stay those of its steps or
   *     of the whole sequence, or null
   */
  public Batch sequence(int row) {
    int length = lengths[row];
    Inputs own;
    if (inputs instanceof Inputs.Features features) {
      own =
          new Inputs.Features(
              features.width(), rows(features.values(), features.width(), row, length));
    } else {
      int[] ids = ((Inputs.Tokens) inputs).ids();
      own = new Inputs.Tokens(IntStream.range(0, length).map(t -> ids[t * rows + row]).toArray());
    }
    return new Batch(length, 1, new int[] {length}, own, targets(row, length), continues);
  }

  private Targets targets(int row, int length) {
    if (targets instanceof Targets.Labels all) {
      int count = all.labels().length == rows ? 1 : length;
      return new Targets.Labels(
          IntStream.range(0, count).map(t -> all.labels()[t * rows + row]).toArray());
    } else if (targets instanceof Targets.Values all) {
      int count = all.values().length == rows * all.width() ? 1 : length;
      return new Targets.Values(
          all.width(),
          rows(all.values(), all.width(), row, count),
          all.weights() == null ? null : rows(all.weights(), all.width(), row, count));
    }
    return null;
  }

  /** The rows of one sequence out of those of all. */
  private float[] rows(float[] values, int width, int row, int count) {
    float[] own = new float[count * width];
    for (int t = 0; t < count; t++) {
      System.arraycopy(values, (t * rows + row) * width, own, t * width, width);
    }
    return own;
  }
}
