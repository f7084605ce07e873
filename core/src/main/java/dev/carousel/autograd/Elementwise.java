package dev.carousel.autograd;

import static dev.carousel.expression.Functions.operand;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.ReverseMode;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Formulas computed element by element on a tape. Their derivatives come from the formulas, as a
 * cell's do.
 *
 * <p>Operands have equal shapes, but one of a single row is used for every row of the others (a
 * bias, say).
 */
public final class Elementwise {
  private static final Operand ADJOINT = new Operand("ȳ");
  private static final float[] NO_SCALARS = {};

  private Elementwise() {}

  /**
   * a + b.
   *
   * @param a one
   * @param b the other
   * @return the sum
   */
  public static Variable plus(Variable a, Variable b) {
    return apply(operand("a").plus(operand("b")), operands(a, b));
  }

  /**
   * a ∘ b.
   *
   * @param a one
   * @param b the other
   * @return the product, element by element
   */
  public static Variable times(Variable a, Variable b) {
    return apply(operand("a").times(operand("b")), operands(a, b));
  }

  private static Map<String, Variable> operands(Variable a, Variable b) {
    Map<String, Variable> operands = new LinkedHashMap<>();
    operands.put("a", a);
    operands.put("b", b);
    return operands;
  }

  /**
   * Any formula of named operands.
   *
   * @param formula made of operands, constants and operators
   * @param operands the variables by name, all on one tape
   * @return a variable of the operands' common shape
   * @throws ShapeException if their shapes do not go together
   */
  public static Variable apply(Expression formula, Map<String, Variable> operands) {
    List<Variable> variables = List.copyOf(operands.values());
    Tape tape = variables.get(0).tape();
    Kernels kernels = tape.kernels();
    Shape shape = commonShape(variables);
    int rows = shape.rows();
    Tensor result = tape.workspace().allocate(shape);

    // Tensors are numbered: the operands first, then the result or its gradient.
    Map<Expression, PointwiseProgram.Source> leaves = new HashMap<>();
    Tensor[] tensors = new Tensor[variables.size() + 1];
    int index = 0;
    for (var entry : operands.entrySet()) {
      tensors[index] = entry.getValue().value();
      boolean repeated = tensors[index].rows() == 1 && rows > 1;
      leaves.put(
          operand(entry.getKey()),
          repeated ? new PointwiseProgram.Vector(index, 0) : new PointwiseProgram.Rows(index, 0));
      index++;
    }
    tensors[index] = result;
    PointwiseProgram forward =
        new PointwiseProgram.Builder(leaves).sink(formula, index, 0, Sink.Mode.STORE).build();
    kernels.compile(forward).run(tensors, new int[index + 1], NO_SCALARS, rows, shape.columns());
    return tape.record(result, variables, y -> backward(formula, operands, leaves, tensors, y));
  }

  private static void backward(
      Expression formula,
      Map<String, Variable> operands,
      Map<Expression, PointwiseProgram.Source> valueLeaves,
      Tensor[] values,
      Variable result) {
    Kernels kernels = result.tape().kernels();
    Map<Expression, Expression> adjoints = new HashMap<>();
    ReverseMode.differentiate(
        formula, ADJOINT, (leaf, share) -> adjoints.merge(leaf, share, Expression::plus));
    Tensor[] tensors = java.util.Arrays.copyOf(values, values.length + 1);
    int adjoint = values.length - 1;
    int target = values.length;
    tensors[adjoint] = result.gradient();
    Map<Expression, PointwiseProgram.Source> leaves = new HashMap<>(valueLeaves);
    leaves.put(ADJOINT, new PointwiseProgram.Rows(adjoint, 0));
    int rows = result.value().rows();
    for (var entry : operands.entrySet()) {
      Variable variable = entry.getValue();
      Expression derivative = adjoints.get(operand(entry.getKey()));
      if (!variable.differentiable() || derivative == null) {
        continue;
      }
      boolean repeated = variable.value().rows() == 1 && rows > 1;
      Sink.Mode mode = repeated ? Sink.Mode.ADD_OVER_ROWS : Sink.Mode.ADD;
      PointwiseProgram program =
          new PointwiseProgram.Builder(leaves).sink(derivative, target, 0, mode).build();
      tensors[target] = variable.gradient();
      kernels
          .compile(program)
          .run(tensors, new int[tensors.length], NO_SCALARS, rows, result.value().columns());
    }
  }

  private static Shape commonShape(List<Variable> variables) {
    Shape common = variables.get(0).value().shape();
    for (Variable variable : variables) {
      if (variable.value().rows() > common.rows()) {
        common = variable.value().shape();
      }
    }
    for (Variable variable : variables) {
      Tensor value = variable.value();
      if (value.columns() != common.columns()
          || (value.rows() != common.rows() && value.rows() != 1)) {
        throw new ShapeException(
            "elementwise", common + " or one row of " + common.columns(), value.shape());
      }
    }
    return common;
  }
}
