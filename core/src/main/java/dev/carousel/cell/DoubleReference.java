package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;

/**
 * A cell's equations and their adjoint, taken literally: one step after the other, one formula
 * after the other, in double precision. Slow, and what everything faster is measured against.
 *
 * <p>Sequences shorter than the batch keep their states after their end, and their outputs there
 * are 0.
 */
public final class DoubleReference {
  private final CellEquations equations;
  private final Adjoint adjoint;

  /**
   * A reference for one cell.
   *
   * @param equations the cell's equations
   */
  public DoubleReference(CellEquations equations) {
    this.equations = equations;
    this.adjoint = Adjoint.of(equations);
  }

  /**
   * What goes into a pass.
   *
   * @param weights the matrices by name, each [its width, width of its operand]
   * @param vectors the trainable vectors by name, each [1, width]
   * @param inputs one [B, inputs] a step
   * @param lengths the number of real steps of each sequence
   * @param initialStates the states before the first step by name, each [B, width]
   * @param masks what was drawn of each mask by name, one [B, width] a step
   */
  public record Arguments(
      Map<String, DMatrixRMaj> weights,
      Map<String, DMatrixRMaj> vectors,
      List<DMatrixRMaj> inputs,
      int[] lengths,
      Map<String, DMatrixRMaj> initialStates,
      Map<String, List<DMatrixRMaj>> masks) {}

  /**
   * What comes out of a pass.
   *
   * @param outputs one [B, outputs] a step
   * @param finalStates each sequence's states after its last step by name, each [B, width]
   * @param values every named value by step and name, each [B, width], unspecified after a
   *     sequence's end
   */
  public record Result(
      List<DMatrixRMaj> outputs,
      Map<String, DMatrixRMaj> finalStates,
      List<Map<String, DMatrixRMaj>> values) {}

  /**
   * The gradients of everything that went into a pass, in the same form.
   *
   * @param weights of the matrices
   * @param vectors of the trainable vectors
   * @param inputs of the inputs
   * @param initialStates of the initial states
   */
  public record Gradients(
      Map<String, DMatrixRMaj> weights,
      Map<String, DMatrixRMaj> vectors,
      List<DMatrixRMaj> inputs,
      Map<String, DMatrixRMaj> initialStates) {}

  /**
   * Runs forwards.
   *
   * @param arguments what goes in, not changed
   * @return what comes out
   */
  public Result forward(Arguments arguments) {
    List<DMatrixRMaj> outputs = new ArrayList<>();
    List<Map<String, DMatrixRMaj>> values = new ArrayList<>();
    Map<String, DMatrixRMaj> states = arguments.initialStates();
    for (int t = 0; t < arguments.inputs().size(); t++) {
      Evaluation step = step(arguments, t, states);
      Map<String, DMatrixRMaj> named = new LinkedHashMap<>();
      for (Definition definition : equations.definitions()) {
        named.put(definition.name(), step.value(definition));
      }
      values.add(named);
      DMatrixRMaj output = step.value(equations.output(), equations.outputs()).copy();
      keepEnded(output, new DMatrixRMaj(output.numRows, output.numCols), arguments.lengths(), t);
      outputs.add(output);
      states = statesAfter(step, states, arguments.lengths(), t);
    }
    return new Result(outputs, states, values);
  }

  /**
   * Runs backwards through time.
   *
   * @param arguments what went into the forward pass
   * @param outputAdjoints ∂L/∂outputs, one [B, outputs] a step; not looked at after a sequence's
   *     end
   * @param finalStateAdjoints ∂L/∂final states by name, each [B, width]
   * @return the gradients
   */
  public Gradients backward(
      Arguments arguments,
      List<DMatrixRMaj> outputAdjoints,
      Map<String, DMatrixRMaj> finalStateAdjoints) {
    List<Evaluation> steps = new ArrayList<>();
    Map<String, DMatrixRMaj> states = arguments.initialStates();
    for (int t = 0; t < arguments.inputs().size(); t++) {
      Evaluation step = step(arguments, t, states);
      steps.add(step);
      states = statesAfter(step, states, arguments.lengths(), t);
    }
    Map<String, DMatrixRMaj> weights = zerosLike(arguments.weights());
    Map<String, DMatrixRMaj> vectors = zerosLike(arguments.vectors());
    List<DMatrixRMaj> inputs = new ArrayList<>();
    Map<String, DMatrixRMaj> carries = finalStateAdjoints;
    for (int t = steps.size() - 1; t >= 0; t--) {
      Evaluation step = steps.get(t);
      DMatrixRMaj output = outputAdjoints.get(t).copy();
      zeroEnded(output, arguments.lengths(), t);
      step.give(Adjoint.output(equations), output);
      for (State state : equations.states()) {
        DMatrixRMaj carry = carries.get(state.name()).copy();
        zeroEnded(carry, arguments.lengths(), t);
        step.give(Adjoint.carry(state), carry);
      }
      adjoint
          .products()
          .forEach(
              (product, delta) ->
                  CommonOps_DDRM.multAddTransA(
                      step.value(delta, product.width()),
                      step.value(product.operand()),
                      weights.get(product.weight())));
      adjoint
          .vectors()
          .forEach(
              (vector, delta) ->
                  CommonOps_DDRM.addEquals(
                      vectors.get(vector.name()),
                      CommonOps_DDRM.sumCols(step.value(delta, vector.width()), null)));
      inputs.add(0, step.value(adjoint.input(), step.inputs));
      Map<String, DMatrixRMaj> earlier = new LinkedHashMap<>();
      for (State state : equations.states()) {
        DMatrixRMaj carry = step.value(adjoint.states().get(state), state.width()).copy();
        keepEnded(carry, carries.get(state.name()), arguments.lengths(), t);
        earlier.put(state.name(), carry);
      }
      carries = earlier;
    }
    return new Gradients(weights, vectors, inputs, carries);
  }

  private static Map<String, DMatrixRMaj> zerosLike(Map<String, DMatrixRMaj> matrices) {
    Map<String, DMatrixRMaj> zeros = new LinkedHashMap<>();
    matrices.forEach((name, m) -> zeros.put(name, new DMatrixRMaj(m.numRows, m.numCols)));
    return zeros;
  }

  private Evaluation step(Arguments arguments, int t, Map<String, DMatrixRMaj> states) {
    Evaluation step = new Evaluation(arguments);
    step.give(new Input(), arguments.inputs().get(t));
    for (State state : equations.states()) {
      step.give(state, states.get(state.name()));
    }
    for (Mask mask : equations.masks()) {
      step.give(mask, arguments.masks().get(mask.name()).get(t));
    }
    return step;
  }

  private Map<String, DMatrixRMaj> statesAfter(
      Evaluation step, Map<String, DMatrixRMaj> states, int[] lengths, int t) {
    Map<String, DMatrixRMaj> after = new LinkedHashMap<>();
    for (State state : equations.states()) {
      DMatrixRMaj next = step.value(equations.next().get(state), state.width()).copy();
      keepEnded(next, states.get(state.name()), lengths, t);
      after.put(state.name(), next);
    }
    return after;
  }

  private static void keepEnded(DMatrixRMaj rows, DMatrixRMaj ended, int[] lengths, int t) {
    for (int b = 0; b < lengths.length; b++) {
      for (int j = 0; t >= lengths[b] && j < rows.numCols; j++) {
        rows.set(b, j, ended.get(b, j));
      }
    }
  }

  private static void zeroEnded(DMatrixRMaj rows, int[] lengths, int t) {
    keepEnded(rows, new DMatrixRMaj(rows.numRows, rows.numCols), lengths, t);
  }

  /** The values of one step. */
  private final class Evaluation {
    private final Arguments arguments;
    private final int rows;
    private final int inputs;
    private final Map<Expression, DMatrixRMaj> values = new HashMap<>();

    Evaluation(Arguments arguments) {
      this.arguments = arguments;
      this.rows = arguments.lengths().length;
      this.inputs = arguments.inputs().get(0).numCols;
    }

    void give(Expression leaf, DMatrixRMaj value) {
      values.put(leaf, value);
    }

    DMatrixRMaj value(Expression expression) {
      return value(expression, equations.width(expression, inputs));
    }

    /** The value at a width, which matters for numbers alone. */
    DMatrixRMaj value(Expression expression, int width) {
      DMatrixRMaj known = values.get(expression);
      if (known == null) {
        known = computed(expression, width);
        if (expression.width() != Expression.ANY_WIDTH) {
          values.put(expression, known);
        }
      }
      return known;
    }

    private DMatrixRMaj computed(Expression expression, int width) {
      DMatrixRMaj result = new DMatrixRMaj(rows, width);
      if (expression instanceof Definition definition) {
        return value(definition.value(), width);
      } else if (expression instanceof Constant constant) {
        CommonOps_DDRM.fill(result, constant.value());
      } else if (expression instanceof PerUnit vector) {
        for (int b = 0; b < rows; b++) {
          CommonOps_DDRM.insert(arguments.vectors().get(vector.name()), result, b, 0);
        }
      } else if (expression instanceof Linear linear) {
        CommonOps_DDRM.multTransB(
            value(linear.operand()), arguments.weights().get(linear.weight()), result);
      } else if (expression instanceof BackProjection projection) {
        for (BackProjection.Term term : projection.terms()) {
          DMatrixRMaj weight = arguments.weights().get(term.weight());
          CommonOps_DDRM.multAdd(value(term.adjoint(), weight.numRows), weight, result);
        }
      } else if (expression instanceof Unary unary) {
        DMatrixRMaj a = value(unary.argument(), width);
        for (int i = 0; i < result.getNumElements(); i++) {
          result.set(i, unary.operator().apply(a.get(i)));
        }
      } else if (expression instanceof Binary binary) {
        DMatrixRMaj a = value(binary.left(), width);
        DMatrixRMaj b = value(binary.right(), width);
        for (int i = 0; i < result.getNumElements(); i++) {
          result.set(i, binary.operator().apply(a.get(i), b.get(i)));
        }
      } else if (expression instanceof Mean mean) {
        DMatrixRMaj sums = CommonOps_DDRM.sumRows(value(mean.argument(), width), null);
        for (int b = 0; b < rows; b++) {
          for (int j = 0; j < result.numCols; j++) {
            result.set(b, j, sums.get(b) / result.numCols);
          }
        }
      } else {
        throw new IllegalArgumentException("no value is given for " + expression);
      }
      return result;
    }
  }
}
