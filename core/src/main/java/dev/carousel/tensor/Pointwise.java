package dev.carousel.tensor;

/** A pointwise program made ready by some kernels. Safe for use by several threads. */
public interface Pointwise {
  /**
   * Runs the program over a range of rows. No sink may overlap a source, except at the very same
   * elements.
   *
   * @param tensors the tensors that the program's sources and sinks number; a tensor is seen as
   *     [rows, columns]
   * @param firstRows for each tensor the row to begin at; for a vector source the row to repeat
   * @param scalars the values of the program's scalar sources
   * @param rows how many rows
   * @param width how many units a row
   */
  void run(Tensor[] tensors, int[] firstRows, float[] scalars, int rows, int width);
}
