package dev.carousel.pooling;

import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;

/** From time-major rows to groups of a sequence's steps. */
final class StepsBySequence {
  private StepsBySequence() {}

  /** Row b·T + t of the result is row t·B + b. */
  static Variable of(Variable timeMajor, int steps, int rows) {
    int[] index = new int[rows * steps];
    for (int b = 0; b < rows; b++) {
      for (int t = 0; t < steps; t++) {
        index[b * steps + t] = t * rows + b;
      }
    }
    return RowOperations.gather(timeMajor, index);
  }
}
