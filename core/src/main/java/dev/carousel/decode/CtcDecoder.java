package dev.carousel.decode;

import dev.carousel.data.LogitSequence;

/**
 * Finds the labels that a model trained with connectionist temporal classification gives a
 * sequence: a record whose components are its JSON. Class 0 is the blank.
 */
public interface CtcDecoder {
  /**
   * The labels of one sequence.
   *
   * @param outputs what the model says at each of its steps
   * @return labels, each at least 1, possibly none; the caller's own
   * @throws IllegalArgumentException if a logit is NaN or +∞, or all of a step are -∞
   */
  int[] labels(LogitSequence outputs);
}
