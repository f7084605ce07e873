package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.format.OnnxTensor;
import dev.carousel.interop.onnx.format.Quoted;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.Arrays;

/** The elements of values, whatever their type. */
final class Elements {
  static final String SUPPORTED = "FLOAT, INT32, INT64 and BOOL";

  private Elements() {}

  /** Refuses types that no value has. */
  static ElementType requireSupported(String what, ElementType type) {
    return switch (type) {
      case FLOAT, INT32, INT64, BOOL -> type;
      case FLOAT16, DOUBLE, BFLOAT16 ->
          throw new IllegalArgumentException(
              "%s is of type %s, which cannot be computed with; %s can"
                  .formatted(what, type, SUPPORTED));
    };
  }

  /** The value of a constant. */
  static Value of(OnnxTensor tensor) {
    Shape shape = tensor.shape();
    ElementType type = requireSupported("tensor " + Quoted.of(tensor.name()), tensor.type());
    if (type == ElementType.FLOAT) {
      return new Floats(shape, tensor.floats());
    } else if (type == ElementType.BOOL) {
      boolean[] truths = new boolean[shape.elements()];
      for (int i = 0; i < truths.length; i++) {
        truths[i] = tensor.bytes()[i] != 0;
      }
      return new Truths(shape, truths);
    }
    return new Integers(type, shape, tensor.longs());
  }

  /** The room that one element takes; all integers have 64 bits. */
  static int bytesEach(ElementType type) {
    return switch (type) {
      case FLOAT -> Float.BYTES;
      case BOOL -> 1;
      default -> Long.BYTES;
    };
  }

  /** The room that a value takes. */
  static long bytes(Value value) {
    return (long) value.shape().elements() * bytesEach(value.type());
  }

  /** The same elements under another shape of as many. */
  static Value reshaped(Value value, Shape shape) {
    if (value instanceof Floats floats) {
      return new Floats(shape, floats.elements());
    } else if (value instanceof Truths truths) {
      return new Truths(shape, truths.elements());
    }
    return new Integers(value.type(), shape, ((Integers) value).elements());
  }

  /**
   * Copies elements that are equally far apart to adjacent ones of a value of the same type.
   *
   * @param stride how far apart they are, perhaps 0 or below
   */
  static void copy(Value source, int from, int stride, Value target, int to, int count) {
    if (source instanceof Floats floats) {
      copy(floats.elements(), from, stride, ((Floats) target).elements(), to, count);
    } else if (source instanceof Truths truths) {
      copy(truths.elements(), from, stride, ((Truths) target).elements(), to, count);
    } else {
      long[] integers = ((Integers) source).elements();
      copy(integers, from, stride, ((Integers) target).elements(), to, count);
    }
  }

  private static void copy(float[] source, int from, int stride, float[] to, int at, int count) {
    if (stride == 1) {
      System.arraycopy(source, from, to, at, count);
    } else if (stride == 0) {
      Arrays.fill(to, at, at + count, source[from]);
    } else {
      for (int i = 0; i < count; i++) {
        to[at + i] = source[from + i * stride];
      }
    }
  }

  private static void copy(long[] source, int from, int stride, long[] to, int at, int count) {
    if (stride == 1) {
      System.arraycopy(source, from, to, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        to[at + i] = source[from + i * stride];
      }
    }
  }

  private static void copy(
      boolean[] source, int from, int stride, boolean[] to, int at, int count) {
    if (stride == 1) {
      System.arraycopy(source, from, to, at, count);
    } else {
      for (int i = 0; i < count; i++) {
        to[at + i] = source[from + i * stride];
      }
    }
  }
}
