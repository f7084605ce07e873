package dev.carousel.layer;

import dev.carousel.autograd.RowOperations;
import dev.carousel.autograd.Variable;

/** Between time-major rows, t·B + b, and batch-major ones, b·T + t, as groups of rows are. */
public final class BatchMajor {
  private BatchMajor() {}

  /**
   * From time-major to batch-major rows.
   *
   * @param timeMajor [T·B, any]
   * @param steps T
   * @param rows B
   * @return [B·T, any]; the variable itself if both are the same
   */
  public static Variable of(Variable timeMajor, int steps, int rows) {
    return swapped(timeMajor, rows, steps);
  }

  /**
   * From batch-major to time-major rows.
   *
   * @param batchMajor [B·T, any]
   * @param steps T
   * @param rows B
   * @return [T·B, any]; the variable itself if both are the same
   */
  public static Variable toTimeMajor(Variable batchMajor, int steps, int rows) {
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
