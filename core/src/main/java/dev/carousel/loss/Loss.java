package dev.carousel.loss;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;

/** What training makes small: a mean over everything that counts. */
public interface Loss {
  /**
   * Records the loss on the outputs' tape.
   *
   * @param outputs [rows, width]
   * @param targets with as many rows; what has weight 0 or label -1, or comes after the end of its
   *     sequence, does not count
   * @return a tensor of one element, the mean over what counts, 0 if nothing does
   * @throws dev.carousel.tensor.ShapeException if outputs and targets do not go together
   */
  Variable of(Variable outputs, Targets targets);
}
