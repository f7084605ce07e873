package dev.carousel.tensor;

/** Work on a range of rows, independent of the work on other rows. */
@FunctionalInterface
public interface RowRange {
  /**
   * Does the work.
   *
   * @param from the first row
   * @param to the row after the last
   */
  void run(int from, int to);
}
