package dev.carousel.expression;

import static dev.carousel.expression.BinaryOperator.DIVIDE;
import static dev.carousel.expression.BinaryOperator.MINUS;
import static dev.carousel.expression.BinaryOperator.PLUS;
import static dev.carousel.expression.BinaryOperator.TIMES;

import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;

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
