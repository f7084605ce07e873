package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.tensor.Shape;

/**
 * A tensor that a program reads or computes. Its elements are in row-major order, in an array that
 * is shared, not copied.
 */
public sealed interface Value {
  /**
   * What the elements are.
   *
   * @return FLOAT, INT32, INT64 or BOOL
   */
  ElementType type();

  /**
   * The sizes of the axes.
   *
   * @return the shape, of no axes for a scalar
   */
  Shape shape();

  /**
   * 32-bit floats.
   *
   * @param shape the sizes
   * @param elements as many as the shape says
   */
  record Floats(Shape shape, float... elements) implements Value {
    /**
     * Checks the elements.
     *
     * @throws IllegalArgumentException if there are more or fewer than the shape says
     */
    public Floats {
      requireElements(shape, elements.length);
    }

    @Override
    public ElementType type() {
      return ElementType.FLOAT;
    }

    /** The type and the shape, as {@code FLOAT[2, 3]}. */
    @Override
    public String toString() {
      return type().name() + shape;
    }
  }

  /**
   * Signed integers of 32 or 64 bits.
   *
   * @param type INT32 or INT64
   * @param shape the sizes
   * @param elements as many as the shape says, each within the type's range
   */
  record Integers(ElementType type, Shape shape, long... elements) implements Value {
    /**
     * Checks the elements.
     *
     * @throws IllegalArgumentException if there are more or fewer than the shape says, one does not
     *     fit the type, or the type is no such type
     */
    public Integers {
      requireElements(shape, elements.length);
      if (type != ElementType.INT32 && type != ElementType.INT64) {
        throw new IllegalArgumentException("integers are INT32 or INT64, got " + type);
      }
      for (int i = 0; type == ElementType.INT32 && i < elements.length; i++) {
        if (elements[i] != (int) elements[i]) {
          throw new IllegalArgumentException(
              "element %d is %d, which is no INT32".formatted(i, elements[i]));
        }
      }
    }

    /** The type and the shape, as {@code INT64[2]}. */
    @Override
    public String toString() {
      return type.name() + shape;
    }

    /** The least integer of the type. */
    long least() {
      return type == ElementType.INT32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    /** The largest integer of the type. */
    long largest() {
      return type == ElementType.INT32 ? Integer.MAX_VALUE : Long.MAX_VALUE;
    }

    /** Sets an element to what is left of an integer in the type. */
    void set(int index, long value) {
      elements[index] = type == ElementType.INT32 ? (int) value : value;
    }
  }

  /**
   * Truth values.
   *
   * @param shape the sizes
   * @param elements as many as the shape says
   */
  record Truths(Shape shape, boolean... elements) implements Value {
    /**
     * Checks the elements.
     *
     * @throws IllegalArgumentException if there are more or fewer than the shape says
     */
    public Truths {
      requireElements(shape, elements.length);
    }

    @Override
    public ElementType type() {
      return ElementType.BOOL;
    }

    /** The type and the shape, as {@code BOOL[2]}. */
    @Override
    public String toString() {
      return type().name() + shape;
    }
  }

  private static void requireElements(Shape shape, int elements) {
    if (shape.elements() != elements) {
      throw new IllegalArgumentException(
          "shape %s needs %d elements, got %d".formatted(shape, shape.elements(), elements));
    }
  }
}
