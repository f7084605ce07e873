package dev.carousel.attention;

import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;

/** Between time-major rows, t·B + b, and batch-major ones, b·T + t, as groups of rows are. */
final class BatchMajor {
  private BatchMajor() {}

  /** The rows of time-major [T·B, any], batch-major; itself if both are the same. */
  static Variable of(Variable timeMajor, int steps, int rows) {
    return swapped(timeMajor, rows, steps);
  }

  /** The rows of batch-major [B·T, any], time-major; itself if both are the same. */
  static Variable toTimeMajor(Variable batchMajor, int steps, int rows) {
    return swapped(batchMajor, steps, rows);
  }

  /** Row outer·inners + inner of the result is row inner·outers + outer. */
  private static Variable swapped(Variable a, int outers, int inners) {
    if (outers == 1 || inners == 1) {
      return a;
    }
    int[] index = new int[outers * inners];
    for (int outer = 0; outer < outers; outer++) {
      for (int inner = 0; inner < inners; inner++) {
        index[outer * inners + inner] = inner * outers + outer;
      }
    }
    return RowOperations.gather(a, index);
  }
}
