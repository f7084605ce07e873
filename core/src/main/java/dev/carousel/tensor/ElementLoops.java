package dev.carousel.tensor;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;

/**
 * The operators over arrays. Arrays have room for n rounded up to a multiple of {@link #ROOM}
 * elements, and what lies from n to there may be read and overwritten with anything, so that loops
 * need no special last pass. The result may be one of the arguments.
 */
public interface ElementLoops {
  /** The number of elements that arrays have room for a multiple of. */
  int ROOM = 64;

  /**
   * result[i] = operator(a[i]) for i from 0.
   *
   * @param operator the operator
   * @param a its argument
   * @param result written
   * @param n how many elements
   */
  void apply(UnaryOperator operator, float[] a, float[] result, int n);

  /**
   * result[i] = operator(a[i], b[i]) for i from 0.
   *
   * @param operator the operator
   * @param a its left argument
   * @param b its right argument
   * @param result written
   * @param n how many elements
   */
  void combine(BinaryOperator operator, float[] a, float[] b, float[] result, int n);
}
