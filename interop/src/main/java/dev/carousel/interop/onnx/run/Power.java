package dev.carousel.interop.onnx.run;

import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.interop.onnx.run.Value.Truths;
import dev.carousel.tensor.Shape;
import java.util.List;

/** The operator Pow: powers of the first input's type, whatever the type of the exponents. */
final class Power implements Operator {
  Power(NodeReader node) {
    node.requires(2, 2, 1);
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    for (int input = 0; input < 2; input++) {
      if (inputs.any(input) instanceof Truths) {
        throw inputs.unexpected(input, "FLOAT, INT64 or INT32");
      }
    }
    Shape shape = View.broadcast(inputs.any(0).shape(), inputs.any(1).shape());
    Value base = View.broadcast(inputs.any(0), shape, budget);
    Value exponent = View.broadcast(inputs.any(1), shape, budget);
    Value result = budget.value(base.type(), shape);
    for (int i = 0; i < shape.elements(); i++) {
      double power = Math.pow(number(base, i), number(exponent, i));
      if (result instanceof Floats floats) {
        floats.elements()[i] = (float) power;
      } else {
        ((Integers) result).set(i, (long) power);
      }
    }
    return List.of(result);
  }

  private static double number(Value value, int index) {
    return value instanceof Floats floats
        ? floats.elements()[index]
        : ((Integers) value).elements()[index];
  }
}
