package dev.carousel.tensor;

import java.util.Arrays;

/**
 * The sizes of a tensor's axes, outermost first.
 *
 * @param sizes one size an axis, each 0 or more; copied in and out
 */
public record Shape(int... sizes) {
  /**
   * Checks and copies the sizes.
   *
   * @throws IllegalArgumentException if a size is negative or the product does not fit an int
   */
  public Shape {
    sizes = sizes.clone();
    long product = 1;
    for (int size : sizes) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(sizes));
      }
      product *= size;
      if (product > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "shape "
                + Arrays.toString(sizes)
                + " has more than "
                + Integer.MAX_VALUE
                + " elements");
      }
    }
  }

  /**
   * A shape.
   *
   * @param sizes one size an axis
   * @return the shape
   */
  public static Shape of(int... sizes) {
    return new Shape(sizes);
  }

  @Override
  public int[] sizes() {
    return sizes.clone();
  }

  /**
   * The number of elements.
   *
   * @return the product of the sizes
   */
  public int elements() {
    int product = 1;
    for (int size : sizes) {
      product *= size;
    }
    return product;
  }

  /**
   * The size of the innermost axis, the length of a row.
   *
   * @return the last size, 1 for a scalar
   */
  public int columns() {
    return sizes.length == 0 ? 1 : sizes[sizes.length - 1];
  }

  /**
   * The number of rows, where a row runs along the innermost axis.
   *
   * @return the product of all sizes but the last, 1 for a vector or a scalar
   */
  public int rows() {
    int product = 1;
    for (int axis = 0; axis < sizes.length - 1; axis++) {
      product *= sizes[axis];
    }
    return product;
  }

  /**
   * One size.
   *
   * @param axis the axis, 0 the outermost
   * @return its size
   */
  public int size(int axis) {
    return sizes[axis];
  }

  /**
   * The number of axes.
   *
   * @return 0 for a scalar
   */
  public int rank() {
    return sizes.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape that && Arrays.equals(sizes, that.sizes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(sizes);
  }

  /** The sizes as {@code [3, 4]}. */
  @Override
  public String toString() {
    return Arrays.toString(sizes);
  }
}
