package dev.carousel.tensor;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;

/**
 * The operators over parts of arrays. Unless said otherwise, from where a part starts there is room
 * for n rounded up to a multiple of {@link #ROOM} elements, and what lies from n to there may be
 * read and overwritten with anything, so that loops need no special last pass. The result may be
 * one of the arguments, from the same start; parts must not overlap otherwise.
 */
public interface ElementLoops {
  /** The number of elements that there is room for a multiple of. */
  int ROOM = 64;

  /**
   * result[resultStart + i] = operator(a[aStart + i]) for i from 0.
   *
   * @param operator the operator
   * @param a holds its argument
   * @param aStart where that starts
   * @param result written
   * @param resultStart from where
   * @param n how many elements
   */
  void apply(UnaryOperator operator, float[] a, int aStart, float[] result, int resultStart, int n);

  /**
   * result[resultStart + i] = operator(a[aStart + i], b[bStart + i]) for i from 0.
   *
   * @param operator the operator
   * @param a holds its left argument
   * @param aStart where that starts
   * @param b holds its right argument
   * @param bStart where that starts
   * @param result written
   * @param resultStart from where
   * @param n how many elements
   */
  void combine(
      BinaryOperator operator,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] result,
      int resultStart,
      int n);

  /**
   * Adds to elements, to exactly n: to[toStart + i] += from[start + i] for i from 0.
   *
   * @param from holds what is added
   * @param start where that starts
   * @param to added to
   * @param toStart from where
   * @param n how many elements
   */
  void add(float[] from, int start, float[] to, int toStart, int n);

  /**
   * Adds rows to elements, one row after the other, to exactly n: to[toStart + i] += from[start + r
   * stride + i] for r from 0.
   *
   * @param from holds the rows
   * @param start where the first one starts
   * @param stride how far apart they start
   * @param rows how many rows
   * @param to added to
   * @param toStart from where
   * @param n how many elements
   */
  void addRows(float[] from, int start, int stride, int rows, float[] to, int toStart, int n);
}
