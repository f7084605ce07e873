package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import java.util.Arrays;
import java.util.List;

/** What a node reads, by position. Inputs that are left out, or were known before, are null. */
final class Inputs {
  private final Value[] values;

  /** Some values; the array is kept. */
  Inputs(Value... values) {
    this.values = values;
  }

  int count() {
    return values.length;
  }

  boolean has(int input) {
    return input < values.length && values[input] != null;
  }

  /** A value of any type. */
  Value any(int input) {
    if (!has(input)) {
      throw new IllegalArgumentException("input %d is missing".formatted(input));
    }
    return values[input];
  }

  Floats floats(int input) {
    if (any(input) instanceof Floats floats) {
      return floats;
    }
    throw unexpected(input, "FLOAT");
  }

  Integers integers(int input) {
    if (any(input) instanceof Integers integers) {
      return integers;
    }
    throw unexpected(input, "INT64 or INT32");
  }

  Truths truths(int input) {
    if (any(input) instanceof Truths truths) {
      return truths;
    }
    throw unexpected(input, "BOOL");
  }

  /** A list of integers: a value of one axis, or a single one. */
  long[] list(int input) {
    Integers list = integers(input);
    if (list.shape().rank() > 1) {
      throw unexpected(input, "integers along one axis");
    }
    return list.elements();
  }

  /** A value of one element. */
  Value single(int input) {
    Value value = any(input);
    if (value.shape().elements() != 1) {
      throw unexpected(input, "one element");
    }
    return value;
  }

  /** Refuses values of several types. */
  void requireOneType() {
    for (int input = 1; input < values.length; input++) {
      if (any(input).type() != any(0).type()) {
        throw unexpected(input, any(0).type() + " as input 0");
      }
    }
  }

  /** What is wrong with an input. */
  IllegalArgumentException unexpected(int input, String expected) {
    return new IllegalArgumentException(
        "input %d is %s, expected %s".formatted(input, values[input], expected));
  }

  List<Value> subList(int from, int to) {
    return Arrays.asList(values).subList(from, to);
  }
}
