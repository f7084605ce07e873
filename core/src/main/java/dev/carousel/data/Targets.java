package dev.carousel.data;

/**
 * What a model should give for a mini-batch. With one output a sequence there are B rows, with one
 * a step T·B rows, time-major.
 */
public sealed interface Targets {
  /**
   * The number of rows.
   *
   * @return B or T·B
   */
  int rows();

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
    public Labels select(int rows, int[] which, int steps) {
      return new Labels(TimeMajor.select(labels, rows, which, steps));
    }
  }
}
