package dev.carousel.tensor;

/**
 * A matrix laid out by its kernels as the right-hand side of many products. It is a snapshot: later
 * changes of the tensor it was packed from do not show.
 */
public interface PackedMatrix {
  /**
   * The number of rows, which a left-hand side's width must equal.
   *
   * @return the rows
   */
  int rows();

  /**
   * The number of columns, the width of the products.
   *
   * @return the columns
   */
  int columns();
}
