package dev.carousel.decode;

/**
 * A model that is asked for one step's values after another, for several sequences side by side,
 * and reads what came out before it goes on. It holds the state of each, so it is for one thread
 * and for one run into the future.
 */
public interface NextValues {
  /**
   * The number of sequences side by side.
   *
   * @return at first as many as were begun, then as many as {@link #select} has left
   */
  int rows();

  /**
   * The outputs for the first step to come.
   *
   * @return [rows, outputs] in row-major order; the caller's own
   */
  float[] first();

  /**
   * Reads the values of a step, and gives the outputs for the next one.
   *
   * @param values [rows, values], what the step before turned out to be, or was drawn or taken to
   *     be
   * @return [rows, outputs] in row-major order; the caller's own
   * @throws IllegalArgumentException if there are not so many values
   */
  float[] read(float[] values);

  /**
   * Goes on with some of the sequences.
   *
   * @param which sequence i goes on from what was sequence which[i]; any number of them, in any
   *     order, some perhaps more than once
   */
  void select(int[] which);
}
