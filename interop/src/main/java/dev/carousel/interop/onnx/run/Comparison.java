package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.List;

/** Whether something holds of two elements, of values that are broadcast to one shape. */
final class Comparison implements Operator {
  private final FloatTest floats;
  private final LongTest integers;
  private final TruthTest truths;

  /** Of two floats. */
  @FunctionalInterface
  interface FloatTest {
    boolean holds(float a, float b);
  }

  /** Of two integers. */
  @FunctionalInterface
  interface LongTest {
    boolean holds(long a, long b);
  }

  /** Of two truth values. */
  @FunctionalInterface
  interface TruthTest {
    boolean holds(boolean a, boolean b);
  }

  private Comparison(NodeReader node, FloatTest floats, LongTest integers, TruthTest truths) {
    node.requires(2, 2, 1);
    this.floats = floats;
    this.integers = integers;
    this.truths = truths;
  }

  /** A comparison of numbers. */
  static Operator ofNumbers(NodeReader node, FloatTest floats, LongTest integers) {
    return new Comparison(node, floats, integers, null);
  }

  /** A comparison of anything. */
  static Operator ofAll(NodeReader node, FloatTest floats, LongTest integers, TruthTest truths) {
    return new Comparison(node, floats, integers, truths);
  }

  /** A logical operator. */
  static Operator ofTruths(NodeReader node, TruthTest truths) {
    return new Comparison(node, null, null, truths);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value first = inputs.any(0);
    if (first instanceof Truths ? truths == null : floats == null) {
      throw inputs.unexpected(0, truths == null ? "FLOAT, INT64 or INT32" : "BOOL");
    }
    inputs.requireOneType();
    Shape shape = View.broadcast(first.shape(), inputs.any(1).shape());
    Value a = View.broadcast(first, shape, budget);
    Value b = View.broadcast(inputs.any(1), shape, budget);
    Truths result = budget.truths(shape);
    boolean[] to = result.elements();
    if (a instanceof Floats left) {
      float[] right = ((Floats) b).elements();
      for (int i = 0; i < to.length; i++) {
        to[i] = floats.holds(left.elements()[i], right[i]);
      }
    } else if (a instanceof Integers left) {
      long[] right = ((Integers) b).elements();
      for (int i = 0; i < to.length; i++) {
        to[i] = integers.holds(left.elements()[i], right[i]);
      }
    } else {
      boolean[] right = ((Truths) b).elements();
      for (int i = 0; i < to.length; i++) {
        to[i] = truths.holds(((Truths) a).elements()[i], right[i]);
      }
    }
    return List.of(result);
  }
}
