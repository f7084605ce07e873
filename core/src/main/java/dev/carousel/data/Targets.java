package dev.carousel.data;

/**
 * What a model should give for a mini-batch. With one output a sequence there are B rows, with one
 * a step T·B rows, time-major.
 */
public sealed interface Targets {
  /**
   * Real values.
   *
   * @param width the number of values a row
   * @param values [rows, width] in row-major order; shared, not copied
   * @param weights one weight an element, [rows, width], 0 where nothing is known or the row is
   *     padding; null where every element counts fully
   */
  record Values(int width, float[] values, float[] weights) implements Targets {}

  /**
   * One class a row.
   *
   * @param labels the class of each row, -1 where nothing is known or the row is padding
   */
  record Labels(int[] labels) implements Targets {}
}
