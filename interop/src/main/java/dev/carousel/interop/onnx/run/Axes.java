package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;

/** Axes as the standard numbers them: below 0 from the end. */
final class Axes {
  private Axes() {}

  /**
   * One axis from the front.
   *
   * @param axis from -rank to rank - 1
   * @throws IllegalArgumentException if there is no such axis
   */
  static int of(long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw new IllegalArgumentException(
          "there is no axis %d of a value with %d axes".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /**
   * Which of a value's axes are listed.
   *
   * @throws IllegalArgumentException if one does not exist or is listed twice
   */
  static boolean[] chosen(long[] axes, int rank) {
    boolean[] chosen = new boolean[rank];
    for (long each : axes) {
      int axis = of(each, rank);
      if (chosen[axis]) {
        throw new IllegalArgumentException("axis %d is listed twice".formatted(axis));
      }
      chosen[axis] = true;
    }
    return chosen;
  }

  /** The product of the sizes of some axes of a value that has elements. */
  static int product(Shape shape, int from, int to) {
    int product = 1;
    for (int axis = from; axis < to; axis++) {
      product *= shape.size(axis);
    }
    return product;
  }

  /** The axes from 0 with one moved to the end. */
  static int[] last(int axis, int rank) {
    int[] order = new int[rank];
    for (int i = 0; i < rank; i++) {
      order[i] = i < axis ? i : i + 1;
    }
    order[rank - 1] = axis;
    return order;
  }

  /** What undoes an order of axes. */
  static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }
}
