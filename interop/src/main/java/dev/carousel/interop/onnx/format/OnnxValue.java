package dev.carousel.interop.onnx.format;

import java.util.List;
import java.util.Optional;

/**
 * An input or output of a graph: ValueInfoProto.
 *
 * @param name not empty
 * @param type its type, which the main graph's inputs and outputs must have
 * @param documentation for people; empty if there is none
 */
public record OnnxValue(String name, Optional<Type> type, String documentation) {
  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if it is empty
   */
  public OnnxValue {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("an input or output has no name");
    }
  }

  /**
   * The type of a tensor.
   *
   * @param elements what its elements are
   * @param shape one dimension an axis, none for a scalar; absent if even the number of axes is
   *     unknown
   */
  public record Type(ElementType elements, Optional<List<Dimension>> shape) {
    /** Copies the list. */
    public Type {
      shape = shape.map(List::copyOf);
    }
  }

  /**
   * A value of known type without documentation.
   *
   * @param name its name
   * @param elements what its elements are
   * @param shape one dimension an axis
   * @return the value
   */
  public static OnnxValue of(String name, ElementType elements, Dimension... shape) {
    return new OnnxValue(name, Optional.of(new Type(elements, Optional.of(List.of(shape)))), "");
  }
}
