package dev.carousel.expression;

import static dev.carousel.expression.BinaryOperator.DIVIDE;
import static dev.carousel.expression.BinaryOperator.MINUS;
import static dev.carousel.expression.BinaryOperator.PLUS;
import static dev.carousel.expression.BinaryOperator.TIMES;

import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Unary;
import java.util.function.Function;

/**
 * Arithmetic that leaves out what changes nothing (adding 0, multiplying by 1) and computes with
 * constants at once, so that derived formulas stay as short as hand-written ones.
 */
final class Simplified {
  private static final Constant ZERO = new Constant(0);

  private Simplified() {}

  static Expression plus(Expression a, Expression b) {
    if (is(a, 0)) {
      return b;
    }
    if (is(b, 0)) {
      return a;
    }
    if (isNegated(b)) {
      return minus(a, ((Binary) b).left());
    }
    if (isNegated(a)) {
      return minus(b, ((Binary) a).left());
    }
    return folded(PLUS, a, b);
  }

  static Expression minus(Expression a, Expression b) {
    if (is(b, 0)) {
      return a;
    }
    return folded(MINUS, a, b);
  }

  static Expression times(Expression a, Expression b) {
    if (is(a, 0) || is(b, 0)) {
      return ZERO;
    }
    if (is(a, 1)) {
      return b;
    }
    if (is(b, 1)) {
      return a;
    }
    return folded(TIMES, a, b);
  }

  static Expression dividedBy(Expression a, Expression b) {
    if (is(b, 1)) {
      return a;
    }
    return folded(DIVIDE, a, b);
  }

  /** A formula of the same kind, of replaced parts. */
  static Expression withParts(Expression whole, Function<Expression, Expression> replacement) {
    if (whole instanceof Linear linear) {
      Expression operand = linear.operand().replaced(replacement);
      return operand == linear.operand()
          ? whole
          : new Linear(linear.weight(), operand, linear.width());
    } else if (whole instanceof Unary unary) {
      Expression argument = unary.argument().replaced(replacement);
      return argument == unary.argument() ? whole : new Unary(unary.operator(), argument);
    } else if (whole instanceof Binary binary) {
      Expression left = binary.left().replaced(replacement);
      Expression right = binary.right().replaced(replacement);
      boolean same = left == binary.left() && right == binary.right();
      return same ? whole : combined(binary.operator(), left, right);
    } else if (whole instanceof Mean mean) {
      Expression argument = mean.argument().replaced(replacement);
      return argument == mean.argument() ? whole : new Mean(argument);
    }
    return whole;
  }

  private static Expression combined(BinaryOperator operator, Expression a, Expression b) {
    return switch (operator) {
      case PLUS -> plus(a, b);
      case MINUS -> minus(a, b);
      case TIMES -> times(a, b);
      case DIVIDE -> dividedBy(a, b);
      case MAX, MIN -> folded(operator, a, b);
    };
  }

  private static Expression folded(BinaryOperator operator, Expression a, Expression b) {
    if (a instanceof Constant left && b instanceof Constant right) {
      return new Constant(operator.apply(left.value(), right.value()));
    }
    return new Binary(operator, a, b);
  }

  private static boolean isNegated(Expression expression) {
    return expression instanceof Binary product
        && product.operator() == TIMES
        && is(product.right(), -1);
  }

  private static boolean is(Expression expression, double value) {
    return expression instanceof Constant constant && constant.value() == value;
  }
}
