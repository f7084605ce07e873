package dev.carousel.loss;

import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Elementwise;
import dev.carousel.autograd.Reductions;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.expression.Expression;
import dev.carousel.tensor.ShapeException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What losses of real targets have in common: a formula of the operands "y" and "target", averaged
 * over what counts.
 */
final class ValueLoss {
  private ValueLoss() {}

  static Variable mean(Expression formula, Variable outputs, Targets targets) {
    if (!(targets instanceof Targets.Values given)) {
      throw new IllegalArgumentException(
          "this loss needs real values as targets, not " + targets.kind());
    }
    int rows = outputs.value().rows();
    int width = outputs.value().columns();
    if (given.width() != width || given.values().length != rows * width) {
      throw new ShapeException(
          "loss",
          "targets of the outputs' shape " + outputs.value().shape(),
          given.values().length + " numbers in rows of " + given.width());
    }
    Tape tape = outputs.tape();
    Map<String, Variable> operands = new LinkedHashMap<>();
    operands.put("y", outputs);
    operands.put("target", constant(tape, known(given), rows, width));
    if (given.weights() == null) {
      return Reductions.sum(Elementwise.apply(formula, operands), 1.0 / (rows * width));
    }
    operands.put("weight", constant(tape, given.weights(), rows, width));
    double total = 0;
    for (float weight : given.weights()) {
      total += weight;
    }
    Variable weighted = Elementwise.apply(formula.times(operand("weight")), operands);
    return Reductions.sum(weighted, total > 0 ? 1 / total : 0);
  }

  /**
   * The targets with 0 where they do not count, so that a NaN that stands for "unknown" stays out
   * of the sum.
   */
  private static float[] known(Targets.Values given) {
    float[] values = given.values();
    if (given.weights() != null) {
      values = values.clone();
      for (int i = 0; i < values.length; i++) {
        values[i] = given.weights()[i] == 0 ? 0 : values[i];
      }
    }
    return values;
  }

  private static Variable constant(Tape tape, float[] values, int rows, int width) {
    return tape.constant(tape.kernels().tensor(values, rows, width));
  }
}
