package dev.carousel.tensor;

import java.util.Objects;

/**
 * A contiguous, row-major block of 32-bit floats with a shape. The numbers are in a storage that
 * belongs to the kernels that made the tensor.
 *
 * @param shape the sizes
 * @param storage the numbers; two tensors of different shapes may share one (see {@link
 *     #reshaped}), and it may be longer than the shape says (see {@link #beginning})
 */
public record Tensor(Shape shape, Storage storage) {
  /** Checks that nothing is null. */
  public Tensor {
    Objects.requireNonNull(shape);
    Objects.requireNonNull(storage);
  }

  /**
   * The same numbers under another shape.
   *
   * @param sizes the new sizes, with as many elements as now
   * @return a tensor that shares this one's storage
   * @throws ShapeException if the number of elements differs
   */
  public Tensor reshaped(int... sizes) {
    Shape other = Shape.of(sizes);
    if (other.elements() != shape.elements()) {
      throw new ShapeException("reshape", shape.elements() + " elements as in " + shape, other);
    }
    return new Tensor(other, storage);
  }

  /**
   * The first of these numbers under another shape.
   *
   * @param other a shape with at most as many elements as now
   * @return a tensor that shares this one's storage
   * @throws ShapeException if it has more elements
   */
  public Tensor beginning(Shape other) {
    if (other.elements() > shape.elements()) {
      throw new ShapeException("beginning", "at most " + shape.elements() + " elements", other);
    }
    return new Tensor(other, storage);
  }

  /**
   * The number of rows (all axes but the last).
   *
   * @return the rows
   */
  public int rows() {
    return shape.rows();
  }

  /**
   * The length of a row.
   *
   * @return the size of the last axis
   */
  public int columns() {
    return shape.columns();
  }
}
