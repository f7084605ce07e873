package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.Dimension;
import dev.carousel.interop.onnx.format.OnnxValue;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Values as lists within lists, one level an axis. */
final class NestedLists {
  private static final int MOST_EMPTY_LISTS = 1 << 20;

  private NestedLists() {}

  /**
   * A value of lists.
   *
   * @param nested numbers or truth values, in lists
   * @param type what is expected; where a list is empty, it says what is below
   * @throws IllegalArgumentException if lists of one level are not equally long, or hold something
   *     else
   */
  static Value value(Object nested, OnnxValue.Type type) {
    List<Long> sizes = new ArrayList<>();
    Object first = nested;
    boolean empty = false;
    while (first instanceof List<?> list && !empty) {
      sizes.add((long) list.size());
      empty = list.isEmpty();
      first = empty ? null : list.get(0);
    }
    Optional<List<Dimension>> axes = type.shape();
    for (int axis = sizes.size(); empty && axes.isPresent() && axis < axes.get().size(); axis++) {
      sizes.add(axes.get().get(axis) instanceof Dimension.Fixed fixed ? fixed.size() : 0L);
    }
    Shape shape = Budget.shape(sizes.stream().mapToLong(Long::longValue).toArray());
    Value value =
        switch (type.elements()) {
          case FLOAT -> new Floats(shape, new float[shape.elements()]);
          case BOOL -> new Truths(shape, new boolean[shape.elements()]);
          default -> new Integers(type.elements(), shape, new long[shape.elements()]);
        };
    fill(value, nested, 0, 0);
    return value;
  }

  /** Sets the elements from one on; the index after the last of them. */
  private static int fill(Value value, Object nested, int axis, int index) {
    Shape shape = value.shape();
    if (axis == shape.rank() || !(nested instanceof List<?> list)) {
      if (axis < shape.rank() || nested instanceof List<?>) {
        throw new IllegalArgumentException(
            "its lists are not equally deep; the first ones have %d levels"
                .formatted(shape.rank()));
      }
      set(value, index, nested);
      return index + 1;
    }
    if (list.size() != shape.size(axis)) {
      throw new IllegalArgumentException(
          "its lists are not equally long: one of level %d has %d elements, the first %d"
              .formatted(axis + 1, list.size(), shape.size(axis)));
    }
    int next = index;
    for (Object element : list) {
      next = fill(value, element, axis + 1, next);
    }
    return next;
  }

  private static void set(Value value, int index, Object element) {
    if (value instanceof Floats floats && element instanceof Number number) {
      float nearest = number.floatValue();
      if (Float.isInfinite(nearest)) {
        throw new IllegalArgumentException(element + " is too large for a 32-bit float");
      }
      floats.elements()[index] = nearest;
    } else if (value instanceof Truths truths && element instanceof Boolean truth) {
      truths.elements()[index] = truth;
    } else if (value instanceof Integers integers
        && (element instanceof Integer || element instanceof Long)) {
      long whole = ((Number) element).longValue();
      if (whole < integers.least() || whole > integers.largest()) {
        throw new IllegalArgumentException("%d is no %s".formatted(whole, integers.type()));
      }
      integers.elements()[index] = whole;
    } else {
      throw new IllegalArgumentException(
          "expected %s, got %s"
              .formatted(
                  switch (value.type()) {
                    case FLOAT -> "a number";
                    case BOOL -> "true or false";
                    default -> "a whole number of type " + value.type();
                  },
                  element instanceof String ? "a string" : element));
    }
  }

  /**
   * The lists of a value.
   *
   * @throws IllegalArgumentException if it has no elements, but very many lists without any
   */
  static Object of(Value value) {
    long lists = 1;
    for (int size : value.shape().sizes()) {
      lists *= size;
      if (lists == 0 || value.shape().elements() > 0) {
        break;
      }
      if (lists > MOST_EMPTY_LISTS) {
        throw new IllegalArgumentException(
            "shape %s has more empty lists than can be written".formatted(value.shape()));
      }
    }
    return list(value, 0, 0, value.shape().elements());
  }

  private static Object list(Value value, int axis, int index, int elements) {
    if (axis == value.shape().rank()) {
      return element(value, index);
    }
    int size = value.shape().size(axis);
    List<Object> list = new ArrayList<>();
    int each = size == 0 ? 0 : elements / size;
    for (int i = 0; i < size; i++) {
      list.add(list(value, axis + 1, index + i * each, each));
    }
    return list;
  }

  private static Object element(Value value, int index) {
    if (value instanceof Floats floats) {
      // The shortest number that is this float.
      return Double.valueOf(Float.toString(floats.elements()[index]));
    } else if (value instanceof Truths truths) {
      return truths.elements()[index];
    }
    return ((Integers) value).elements()[index];
  }
}
