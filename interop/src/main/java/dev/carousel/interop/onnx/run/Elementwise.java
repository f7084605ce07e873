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
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.UnaryOperator;

/** A function of each number by itself. */
final class Elementwise implements Operator {
  private static final Operand ARGUMENT = new Operand("x");

  private final Kernels kernels;
  private final Pointwise formula;
  private final Optional<LongUnaryOperator> whole;

  private Elementwise(
      NodeReader node, UnaryOperator<Expression> formula, Optional<LongUnaryOperator> whole) {
    node.requires(1, 1, 1);
    this.kernels = node.kernels();
    this.whole = whole;
    this.formula =
        node.formula(
            new PointwiseProgram.Builder(Map.of(ARGUMENT, new Rows(0, 0)))
                .sink(formula.apply(ARGUMENT), 0, 0, Mode.STORE)
                .build());
  }

  /** A function of floats. */
  static Operator of(NodeReader node, UnaryOperator<Expression> formula) {
    return new Elementwise(node, formula, Optional.empty());
  }

  /** A function of floats and integers. */
  static Operator of(NodeReader node, UnaryOperator<Expression> formula, LongUnaryOperator whole) {
    return new Elementwise(node, formula, Optional.of(whole));
  }

  @Override
  public List<Value> run(Inputs inputs, Budget budget) {
    if (whole.isPresent() && inputs.any(0) instanceof Integers x) {
      Integers y = budget.integers(x.type(), x.shape());
      for (int i = 0; i < x.elements().length; i++) {
        y.set(i, whole.get().applyAsLong(x.elements()[i]));
      }
      return List.of(y);
    }
    Floats x = inputs.floats(0);
    Floats y = budget.floats(x.shape());
    int count = x.elements().length;
    if (count > 0) {
      budget.scratch((long) count * Float.BYTES);
      Tensor tensor = kernels.tensor(x.elements(), count);
      formula.run(new Tensor[] {tensor}, new int[1], new float[0], 1, count);
      kernels.read(tensor, y.elements());
    }
    return List.of(y);
  }
}
