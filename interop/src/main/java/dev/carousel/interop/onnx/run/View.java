package dev.carousel.interop.onnx.run;

import dev.carousel.tensor.Shape;
import java.util.Arrays;

/**
 * A way through a value's elements: a shape, and how far apart the elements are along each axis.
 * What transposes, cuts and broadcasts values only rearranges such ways.
 */
final class View {
  private final int[] sizes;
  private final int[] strides;
  private final int offset;

  private View(int[] sizes, int[] strides, int offset) {
    this.sizes = sizes;
    this.strides = strides;
    this.offset = offset;
  }

  /** All elements in their order. */
  static View of(Shape shape) {
    int[] sizes = shape.sizes();
    int[] strides = new int[sizes.length];
    int stride = 1;
    for (int axis = sizes.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= sizes[axis];
    }
    return new View(sizes, strides, 0);
  }

  /**
   * With the axes in another order.
   *
   * @param order for each axis which it was
   */
  View transposed(int[] order) {
    return new View(
        Arrays.stream(order).map(axis -> sizes[axis]).toArray(),
        Arrays.stream(order).map(axis -> strides[axis]).toArray(),
        offset);
  }

  /**
   * With some elements of an axis.
   *
   * @param first the first of them
   * @param step how far apart they are, perhaps below 0
   * @param count how many they are
   */
  View cut(int axis, int first, int step, int count) {
    int[] cutSizes = sizes.clone();
    int[] cutStrides = strides.clone();
    cutSizes[axis] = count;
    cutStrides[axis] = strides[axis] * step;
    return new View(cutSizes, cutStrides, offset + first * strides[axis]);
  }

  /** With one element of an axis, and without that axis. */
  View at(int axis, int index) {
    int[] rest = new int[sizes.length - 1];
    for (int i = 0; i < rest.length; i++) {
      rest[i] = i < axis ? i : i + 1;
    }
    return cut(axis, index, 1, 1).transposed(rest);
  }

  /**
   * Broadcast to a shape: axes of one element, and those that are missing in front, are repeated.
   *
   * @throws IllegalArgumentException if that does not give the shape
   */
  View broadcast(Shape to) {
    int[] wide = new int[to.rank()];
    int missing = wide.length - sizes.length;
    for (int axis = 0; axis < sizes.length; axis++) {
      int size = missing < 0 ? -1 : to.size(missing + axis);
      if (sizes[axis] == size) {
        wide[missing + axis] = strides[axis];
      } else if (sizes[axis] != 1 || missing < 0) {
        throw new IllegalArgumentException(
            "shape %s cannot be broadcast to %s".formatted(Arrays.toString(sizes), to));
      }
    }
    return new View(to.sizes(), wide, offset);
  }

  /** The shape that values of two shapes are both broadcast to. */
  static Shape broadcast(Shape a, Shape b) {
    long[] sizes = new long[Math.max(a.rank(), b.rank())];
    for (int i = 1; i <= sizes.length; i++) {
      int first = i > a.rank() ? 1 : a.size(a.rank() - i);
      int second = i > b.rank() ? 1 : b.size(b.rank() - i);
      if (first != second && first != 1 && second != 1) {
        throw new IllegalArgumentException(
            "shapes %s and %s cannot be broadcast to one".formatted(a, b));
      }
      sizes[sizes.length - i] = first == 1 ? second : first;
    }
    return Budget.shape(sizes);
  }

  /** A value broadcast to a shape; itself if it has it. */
  static Value broadcast(Value value, Shape to, Budget budget) {
    return value.shape().equals(to)
        ? value
        : View.of(value.shape()).broadcast(to).copy(value, budget);
  }

  /** The elements in the order of this way, as a value of its shape. */
  Value copy(Value source, Budget budget) {
    Shape shape = new Shape(sizes);
    Value copy = budget.value(source.type(), shape);
    int total = shape.elements();
    if (total == 0) {
      return copy;
    }
    int last = sizes.length - 1;
    int inner = last < 0 ? 1 : sizes[last];
    int stride = last < 0 ? 1 : strides[last];
    int[] index = new int[sizes.length];
    int from = offset;
    for (int to = 0; to < total; to += inner) {
      Elements.copy(source, from, stride, copy, to, inner);
      for (int axis = last - 1; axis >= 0; axis--) {
        from += strides[axis];
        if (++index[axis] < sizes[axis]) {
          break;
        }
        from -= strides[axis] * sizes[axis];
        index[axis] = 0;
      }
    }
    return copy;
  }
}
