package dev.carousel.data;

import java.util.Arrays;

/**
 * What a model should give for a mini-batch. With one output a sequence there are B rows, with one
 * a step T·B rows, time-major. Targets say themselves what of the outputs counts: whoever compares
 * the two needs to know nothing else of the batch.
 */
public sealed interface Targets {
  /**
   * The number of rows of the outputs that these are targets of.
   *
   * @return B or T·B
   */
  int rows();

  /**
   * What they are, as messages say it.
   *
   * @return such as "labels"
   */
  String kind();

  /**
   * The targets of some of the sequences.
   *
   * @param rows B, the number of sequences that these targets are of
   * @param which the sequences, each 0 to B - 1
   * @param steps how many of their steps; 1 for targets of whole sequences
   * @return their targets, in arrays of their own
   */
  Targets select(int rows, int[] which, int steps);

  /**
   * Real values.
   *
   * @param width the number of values a row
   * @param values [rows, width] in row-major order; shared, not copied
   * @param weights one weight an element, [rows, width], 0 where nothing is known or the row is
   *     padding; null where every element counts fully
   * @param scales what the values of each row were divided by, [rows], above 0, for losses that are
   *     not the same in every unit; null for 1; shared, not copied
   */
  record Values(int width, float[] values, float[] weights, float[] scales) implements Targets {
    /**
     * Checks the scales.
     *
     * @throws IllegalArgumentException if there is not one scale a row
     */
    public Values {
      if (scales != null && scales.length * width != values.length) {
        throw new IllegalArgumentException(
            "targets: %d values in rows of %d with %d scales, not one a row"
                .formatted(values.length, width, scales.length));
      }
    }

    /**
     * Values in the unit of the data.
     *
     * @param width the number of values a row
     * @param values [rows, width] in row-major order; shared, not copied
     * @param weights one weight an element, [rows, width], 0 where nothing is known or the row is
     *     padding; null where every element counts fully
     */
    public Values(int width, float[] values, float[] weights) {
      this(width, values, weights, null);
    }

    @Override
    public int rows() {
      return values.length / width;
    }

    @Override
    public String kind() {
      return "values";
    }

    @Override
    public Values select(int rows, int[] which, int steps) {
      return new Values(
          width,
          TimeMajor.select(values, width, rows, which, steps),
          weights == null ? null : TimeMajor.select(weights, width, rows, which, steps),
          scales == null ? null : TimeMajor.select(scales, 1, rows, which, steps));
    }
  }

  /**
   * One class a row.
   *
   * @param labels the class of each row, -1 where nothing is known or the row is padding
   */
  record Labels(int[] labels) implements Targets {
    @Override
    public int rows() {
      return labels.length;
    }

    @Override
    public String kind() {
      return "labels";
    }

    @Override
    public Labels select(int rows, int[] which, int steps) {
      return new Labels(TimeMajor.select(labels, rows, which, steps));
    }
  }

  /**
   * One sequence of labels a sequence of steps, without saying which step has which label, as a
   * transcript says what was spoken and not when.
   *
   * @param steps T, the number of steps of the batch
   * @param lengths how many steps of each of the B sequences count, each 1 to T: those of the batch
   * @param labels the labels of each sequence, in order, possibly none; shared, not copied
   */
  record Sequences(int steps, int[] lengths, int[][] labels) implements Targets {
    /**
     * Checks the sizes.
     *
     * @throws IllegalArgumentException if there is not one sequence of labels for each length, or a
     *     length is outside 1 to T
     */
    public Sequences {
      if (lengths.length != labels.length) {
        throw new IllegalArgumentException(
            "targets: %d sequences of labels for %d sequences"
                .formatted(labels.length, lengths.length));
      }
      for (int length : lengths) {
        if (length < 1 || length > steps) {
          throw new IllegalArgumentException(
              "targets: a sequence of length %d among %d steps".formatted(length, steps));
        }
      }
    }

    @Override
    public int rows() {
      return steps * lengths.length;
    }

    @Override
    public String kind() {
      return "sequences of labels";
    }

    @Override
    public Sequences select(int rows, int[] which, int steps) {
      int[] own = Arrays.stream(which).map(row -> lengths[row]).toArray();
      int[][] selected =
          Arrays.stream(which).mapToObj(row -> labels[row].clone()).toArray(int[][]::new);
      return new Sequences(steps, own, selected);
    }
  }
}
