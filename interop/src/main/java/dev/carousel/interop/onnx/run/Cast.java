package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.format.ElementType;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import java.util.List;

/**
 * The operator Cast: numbers of another type. A float becomes an integer towards 0, the nearest
 * there is.
 */
final class Cast implements Operator {
  private final ElementType to;

  Cast(NodeReader node) {
    node.requires(1, 1, 1);
    // They matter to floats of 8 bits alone.
    node.pass("saturate");
    node.pass("round_mode");
    try {
      ElementType type = ElementType.of(Math.toIntExact(node.integer("to", 0)));
      to = Elements.requireSupported("the result", type);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw node.refused("attribute to: " + e.getMessage());
    }
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    Value x = inputs.any(0);
    if (x.type() == to) {
      return List.of(x);
    }
    Value result = budget.value(to, x.shape());
    int count = x.shape().elements();
    if (x instanceof Floats floats) {
      for (int i = 0; i < count; i++) {
        set(result, i, floats.elements()[i]);
      }
    } else if (x instanceof Integers integers) {
      for (int i = 0; i < count; i++) {
        set(result, i, integers.elements()[i]);
      }
    } else {
      for (int i = 0; i < count; i++) {
        set(result, i, ((Truths) x).elements()[i] ? 1L : 0L);
      }
    }
    return List.of(result);
  }

  private static void set(Value result, int index, float number) {
    if (result instanceof Truths truths) {
      truths.elements()[index] = number != 0;
    } else {
      Integers integers = (Integers) result;
      integers.set(index, integers.type() == ElementType.INT32 ? (int) number : (long) number);
    }
  }

  private static void set(Value result, int index, long number) {
    if (result instanceof Truths truths) {
      truths.elements()[index] = number != 0;
    } else if (result instanceof Floats floats) {
      floats.elements()[index] = number;
    } else {
      ((Integers) result).set(index, number);
    }
  }
}
