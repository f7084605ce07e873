package dev.carousel.interop.onnx.run;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.interop.onnx.run.Value.Floats;
import dev.carousel.interop.onnx.run.Value.Integers;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Sink.Mode;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.LongBinaryOperator;

/** A function of two numbers, of values that are broadcast to one shape. */
final class Arithmetic implements Operator {
  private static final Operand LEFT = new Operand("a");
  private static final Operand RIGHT = new Operand("b");

  private final Kernels kernels;
  private final Pointwise formula;
  private final LongBinaryOperator whole;

  private Arithmetic(
      NodeReader node, BinaryOperator<Expression> formula, LongBinaryOperator whole) {
    this.kernels = node.kernels();
    this.whole = whole;
    this.formula =
        node.formula(
            new PointwiseProgram.Builder(Map.of(LEFT, new Rows(0, 0), RIGHT, new Rows(1, 0)))
                .sink(formula.apply(LEFT, RIGHT), 0, 0, Mode.STORE)
                .build());
  }

  /** A function of two values. */
  static Operator ofTwo(
      NodeReader node, BinaryOperator<Expression> formula, LongBinaryOperator whole) {
    return new Arithmetic(node.requires(2, 2, 1), formula, whole);
  }

  /** A function of any number of values, from the first to the last. */
  static Operator ofSeveral(
      NodeReader node, BinaryOperator<Expression> formula, LongBinaryOperator whole) {
    int inputs = node.node().inputs().size();
    return new Arithmetic(node.requires(Math.max(1, inputs), Integer.MAX_VALUE, 1), formula, whole);
  }

  /** A quotient of integers, towards 0. */
  static long quotient(long a, long b) {
    if (b == 0) {
      throw new IllegalArgumentException("an integer is divided by 0");
    }
    return a / b;
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    inputs.requireOneType();
    Value result = inputs.any(0);
    for (int input = 1; input < inputs.count(); input++) {
      result =
          result instanceof Integers
              ? integers((Integers) result, inputs.integers(input), budget)
              : floats(inputs, result, input, budget);
    }
    if (!(result instanceof Integers) && !(result instanceof Floats)) {
      throw inputs.unexpected(0, "FLOAT, INT64 or INT32");
    }
    return List.of(result);
  }

  private Floats floats(Inputs inputs, Value left, int right, Budget budget) {
    Value b = inputs.floats(right);
    Shape shape = View.broadcast(left.shape(), b.shape());
    Floats result = budget.floats(shape);
    int count = shape.elements();
    if (count > 0) {
      budget.scratch(2L * count * Float.BYTES);
      Tensor[] tensors = {tensor(left, shape, budget), tensor(b, shape, budget)};
      formula.run(tensors, new int[2], new float[0], 1, count);
      kernels.read(tensors[0], result.elements());
    }
    return result;
  }

  private Tensor tensor(Value value, Shape shape, Budget budget) {
    Floats wide = (Floats) View.broadcast(value, shape, budget);
    return kernels.tensor(wide.elements(), shape.elements());
  }

  private Integers integers(Integers a, Integers b, Budget budget) {
    Shape shape = View.broadcast(a.shape(), b.shape());
    long[] left = ((Integers) View.broadcast(a, shape, budget)).elements();
    long[] right = ((Integers) View.broadcast(b, shape, budget)).elements();
    Integers result = budget.integers(a.type(), shape);
    for (int i = 0; i < left.length; i++) {
      result.set(i, whole.applyAsLong(left[i], right[i]));
    }
    return result;
  }
}
