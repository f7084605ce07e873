package dev.carousel.interop.onnx.recurrence;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.min;

import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.Expression.Unary;
import java.util.OptionalDouble;

/**
 * How the equations of a cell apply its activation functions: to arguments that are first bounded
 * by the attribute clip.
 */
final class ClippedActivations {
  private static final Operand ARGUMENT = new Operand("x");

  private final Equations equations;
  private final OptionalDouble clip;

  ClippedActivations(Equations equations, OptionalDouble clip) {
    this.equations = equations;
    this.clip = clip;
  }

  /**
   * An activation function of an argument, which is given a name where the formula repeats it.
   *
   * @param activation the function
   * @param name what the argument is of, such as "i"
   * @param argument the argument
   */
  Expression of(Activation activation, String name, Expression argument) {
    Expression bounded = clip.isPresent() ? bounded(argument, clip.getAsDouble()) : argument;
    boolean named = bounded instanceof Definition || occurrences(activation.of(ARGUMENT)) < 2;
    return activation.of(named ? bounded : equations.let("a_" + name, bounded));
  }

  private static Expression bounded(Expression argument, double bound) {
    return min(max(argument, constant(-bound)), constant(bound));
  }

  private static int occurrences(Expression formula) {
    if (formula instanceof Unary unary) {
      return occurrences(unary.argument());
    } else if (formula instanceof Binary binary) {
      return occurrences(binary.left()) + occurrences(binary.right());
    }
    return formula.equals(ARGUMENT) ? 1 : 0;
  }
}
