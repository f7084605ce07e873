package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.Expression.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which activation functions and which clips are written somewhere in a cell's equations: few
 * enough to try each of them in each place. Found by putting signs that stand for any argument and
 * any number into the standard's formulas.
 */
final class WrittenActivations {
  private static final Operand ARGUMENT = new Operand("x");
  // Numbers that nobody writes, so that nothing is left out of a formula because of them.
  private static final Constant ALPHA = new Constant(0x1.3579bdf02468ap-3);
  private static final Constant BETA = new Constant(0x1.2468ace013579p-5);

  private final Set<Expression> parts = new LinkedHashSet<>();

  WrittenActivations(CellEquations equations) {
    for (Definition definition : equations.definitions()) {
      collect(definition.value());
    }
  }

  private void collect(Expression part) {
    if (!parts.add(part)) {
      return;
    }
    if (part instanceof Unary unary) {
      collect(unary.argument());
    } else if (part instanceof Binary binary) {
      collect(binary.left());
      collect(binary.right());
    } else if (part instanceof Mean mean) {
      collect(mean.argument());
    } else if (part instanceof Linear linear) {
      collect(linear.operand());
    }
  }

  /** The activations that occur, each once, and the one that leaves its argument as it is. */
  List<Activation> activations() {
    Set<Activation> found = new LinkedHashSet<>();
    for (ActivationFunction function : ActivationFunction.values()) {
      // A factor of 1 and a term of 0 are left out where formulas are written.
      for (double alpha : function.takesAlpha() ? new double[] {ALPHA.value(), 1} : new double[1]) {
        for (double beta :
            function.takesBeta() ? new double[] {BETA.value(), 0, 1} : new double[1]) {
          Expression pattern = function.of(ARGUMENT, alpha, beta);
          for (Expression part : parts) {
            Map<Expression, Expression> signs = new HashMap<>();
            if (!pattern.equals(ARGUMENT) && matches(pattern, part, signs)) {
              found.add(
                  new Activation(function, number(signs, ALPHA, alpha), number(signs, BETA, beta)));
            }
          }
        }
      }
    }
    found.add(Activation.of(ActivationFunction.AFFINE));
    return List.copyOf(found);
  }

  private static double number(Map<Expression, Expression> signs, Constant sign, double written) {
    return signs.get(sign) instanceof Constant constant ? constant.value() : written;
  }

  /** The clips that occur, and that there is none. */
  List<OptionalDouble> clips() {
    Set<OptionalDouble> found = new LinkedHashSet<>();
    found.add(OptionalDouble.empty());
    for (Expression part : parts) {
      Map<Expression, Expression> signs = new HashMap<>();
      Expression upper =
          new Binary(BinaryOperator.MIN, new Binary(BinaryOperator.MAX, ARGUMENT, ALPHA), BETA);
      if (matches(upper, part, signs)
          && number(signs, BETA, 0) > 0
          && number(signs, ALPHA, 0) == -number(signs, BETA, 0)) {
        found.add(OptionalDouble.of(number(signs, BETA, 0)));
      }
    }
    return new ArrayList<>(found);
  }

  /** Whether a part is of a pattern; notes what the signs stand for. */
  private static boolean matches(
      Expression pattern, Expression part, Map<Expression, Expression> signs) {
    Expression meant = part;
    while (meant instanceof Definition definition && !pattern.equals(ARGUMENT)) {
      meant = definition.value();
    }
    if (pattern.equals(ARGUMENT) || meant instanceof Constant && isNumberSign(pattern)) {
      Expression before = signs.putIfAbsent(pattern, meant);
      return before == null || before.equals(meant);
    } else if (pattern instanceof Unary one && meant instanceof Unary two) {
      return one.operator() == two.operator() && matches(one.argument(), two.argument(), signs);
    } else if (pattern instanceof Binary one && meant instanceof Binary two) {
      return one.operator() == two.operator() && matches(one, two, signs);
    }
    return pattern.equals(meant);
  }

  private static boolean matches(Binary pattern, Binary part, Map<Expression, Expression> signs) {
    Map<Expression, Expression> before = Map.copyOf(signs);
    if (matches(pattern.left(), part.left(), signs)
        && matches(pattern.right(), part.right(), signs)) {
      return true;
    }
    signs.clear();
    signs.putAll(before);
    boolean ordered =
        part.operator() == BinaryOperator.MINUS || part.operator() == BinaryOperator.DIVIDE;
    return !ordered
        && matches(pattern.left(), part.right(), signs)
        && matches(pattern.right(), part.left(), signs);
  }

  private static boolean isNumberSign(Expression pattern) {
    return pattern.equals(ALPHA) || pattern.equals(BETA);
  }
}
