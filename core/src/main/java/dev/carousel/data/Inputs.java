package dev.carousel.data;

/** What a model sees of a mini-batch, time-major: step t of sequence b is row t·B + b. */
public sealed interface Inputs {
  /**
   * Refuses contents of another size.
   *
   * @param steps T, the number of time steps
   * @param rows B, the number of sequences
   * @throws IllegalArgumentException saying what was expected and what there is
   */
  void require(int steps, int rows);

  /**
   * The inputs of some of the sequences.
   *
   * @param rows B, the number of sequences that these inputs are of
   * @param which the sequences, each 0 to B - 1
   * @param steps how many of their steps
   * @return their inputs, in arrays of their own
   */
  Inputs select(int rows, int[] which, int steps);

  /**
   * Real-valued features.
   *
   * @param width F, the number of features a step
   * @param values [T, B, F] in row-major order; shared, not copied
   */
  record Features(int width, float[] values) implements Inputs {
    @Override
    public void require(int steps, int rows) {
      if (values.length != steps * rows * width) {
        throw new IllegalArgumentException(
            "features: expected [%d, %d, %d], got %d numbers"
                .formatted(steps, rows, width, values.length));
      }
    }

    @Override
    public Features select(int rows, int[] which, int steps) {
      return new Features(width, TimeMajor.select(values, width, rows, which, steps));
    }
  }

  /**
   * Token ids.
   *
   * @param ids [T, B] in row-major order; shared, not copied; padding may hold any valid id
   */
  record Tokens(int[] ids) implements Inputs {
    @Override
    public void require(int steps, int rows) {
      if (ids.length != steps * rows) {
        throw new IllegalArgumentException(
            "tokens: expected [%d, %d], got %d ids".formatted(steps, rows, ids.length));
      }
    }

    @Override
    public Tokens select(int rows, int[] which, int steps) {
      return new Tokens(TimeMajor.select(ids, rows, which, steps));
    }
  }

  /**
   * Token ids that are read together with another sequence, as a translation is with its source.
   *
   * @param source row b belongs to row b of the ids; its targets are not looked at
   * @param ids [T, B] in row-major order; shared, not copied; padding may hold any valid id
   */
  record Conditioned(Batch source, int[] ids) implements Inputs {
    @Override
    public void require(int steps, int rows) {
      new Tokens(ids).require(steps, rows);
      if (source.rows() != rows) {
        throw new IllegalArgumentException(
            "%d source sequences for %d sequences of tokens".formatted(source.rows(), rows));
      }
    }

    @Override
    public Conditioned select(int rows, int[] which, int steps) {
      return new Conditioned(source.select(which), TimeMajor.select(ids, rows, which, steps));
    }
  }

  /**
   * Steps that are sequences themselves, as the sentences of a document are.
   *
   * @param parts [T·B] sequences: row t·B + b is step t of sequence b; where that is padding any
   *     sequence of one step; their targets are not looked at
   */
  record Nested(Batch parts) implements Inputs {
    @Override
    public void require(int steps, int rows) {
      if (parts.rows() != steps * rows) {
        throw new IllegalArgumentException(
            "nested sequences: expected %d times %d, got %d".formatted(steps, rows, parts.rows()));
      }
    }

    @Override
    public Nested select(int rows, int[] which, int steps) {
      int[] selected = new int[steps * which.length];
      for (int t = 0; t < steps; t++) {
        for (int i = 0; i < which.length; i++) {
          selected[t * which.length + i] = t * rows + which[i];
        }
      }
      return new Nested(parts.select(selected));
    }
  }
}
