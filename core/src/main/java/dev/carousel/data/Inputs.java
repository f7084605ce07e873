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
   * What is read together with another sequence, as a translation is with its source, and what is
   * known of the days to forecast with the days before.
   *
   * @param source row b belongs to row b of the own inputs; its targets are not looked at
   * @param own the inputs of the steps themselves, tokens or features
   */
  record Conditioned(Batch source, Inputs own) implements Inputs {
    @Override
    public void require(int steps, int rows) {
      own.require(steps, rows);
      if (source.rows() != rows) {
        throw new IllegalArgumentException(
            "%d source sequences for %d sequences of their own".formatted(source.rows(), rows));
      }
    }

    /**
     * The ids of steps that are tokens.
     *
     * @return [T, B] in row-major order; shared, not copied
     */
    public int[] ids() {
      return ((Tokens) own).ids();
    }

    @Override
    public Conditioned select(int rows, int[] which, int steps) {
      return new Conditioned(source.select(which), own.select(rows, which, steps));
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
