package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.List;

/**
 * What one run, or loading a program, may still take of its limits. Whatever is computed gets its
 * memory here, and is refused here before there is any. For one thread.
 */
final class Budget {
  /** The most axes of a value. */
  static final int MOST_AXES = 64;

  /** Virtual machines have no arrays of all 2³¹ − 1 elements. */
  private static final int LARGEST = Integer.MAX_VALUE - 8;

  private static final int WORK_OF_NODE = 10_000;
  private static final int WORK_OF_ELEMENT = 10;

  private final OnnxLimits limits;
  private long bytes;
  private long work;

  Budget(OnnxLimits limits) {
    this.limits = limits;
  }

  /**
   * A shape.
   *
   * @throws IllegalArgumentException if no value can have it
   */
  static Shape shape(long... sizes) {
    if (sizes.length > MOST_AXES) {
      throw new IllegalArgumentException(
          "the result has %d axes, more than the %d that are supported"
              .formatted(sizes.length, MOST_AXES));
    }
    int[] small = new int[sizes.length];
    for (int axis = 0; axis < small.length; axis++) {
      if (sizes[axis] < 0 || sizes[axis] > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "axis %d of the result has %d elements, expected 0 to %d"
                .formatted(axis, sizes[axis], Integer.MAX_VALUE));
      }
      small[axis] = (int) sizes[axis];
    }
    return new Shape(small);
  }

  /** Floats that are 0. */
  Floats floats(Shape shape) {
    take(ElementType.FLOAT, shape);
    return new Floats(shape, new float[shape.elements()]);
  }

  /** Integers that are 0. */
  Integers integers(ElementType type, Shape shape) {
    take(type, shape);
    return new Integers(type, shape, new long[shape.elements()]);
  }

  /** Truth values that are false. */
  Truths truths(Shape shape) {
    take(ElementType.BOOL, shape);
    return new Truths(shape, new boolean[shape.elements()]);
  }

  /** A value that is 0 or false. */
  Value value(ElementType type, Shape shape) {
    return switch (type) {
      case FLOAT -> floats(shape);
      case BOOL -> truths(shape);
      default -> integers(type, shape);
    };
  }

  private void take(ElementType type, Shape shape) {
    long elements = shape.elements();
    if (elements > LARGEST) {
      throw new IllegalArgumentException(
          "a value of shape %s has more elements than an array can have".formatted(shape));
    }
    take(elements * Elements.bytesEach(type), type.name() + shape);
    work(WORK_OF_ELEMENT * elements);
  }

  /**
   * Takes memory that is given back when the node is done.
   *
   * @param more bytes
   */
  void scratch(long more) {
    take(more, "what is needed beside the values");
  }

  private void take(long more, String what) {
    if (more > limits.bytes() - bytes) {
      throw new IllegalArgumentException(
          "%s takes %d bytes; with the %d in use that is more than the limit of %d"
              .formatted(what, more, bytes, limits.bytes()));
    }
    bytes += more;
  }

  /** How many bytes are in use. */
  long bytes() {
    return bytes;
  }

  /**
   * Gives back what a node took beside its results.
   *
   * @param before what was in use before it
   * @param results what it has computed; some may be its inputs under another shape, which then
   *     count twice
   */
  void settle(long before, List<Value> results) {
    bytes = before;
    for (Value result : results) {
      take(Elements.bytes(result), result.toString());
    }
  }

  /** Gives back what a value took. */
  void release(Value value) {
    bytes -= Elements.bytes(value);
  }

  /** Counts a node. */
  void node() {
    work(WORK_OF_NODE);
  }

  /** Counts the elements that are read to compute fewer. */
  void read(Value value) {
    work(WORK_OF_ELEMENT * (long) value.shape().elements());
  }

  /**
   * Counts the multiplications of a product.
   *
   * @param factors each at least 0
   */
  void product(long... factors) {
    long product = 1;
    for (long factor : factors) {
      if (factor > 0 && product > Long.MAX_VALUE / factor) {
        throw tooMuch();
      }
      product *= factor;
    }
    work(product);
  }

  private void work(long more) {
    if (more > limits.work() - work) {
      throw tooMuch();
    }
    work += more;
  }

  private IllegalArgumentException tooMuch() {
    return new IllegalArgumentException(
        "the computation takes more work than the limit of %d".formatted(limits.work()));
  }
}
