package dev.carousel.inspect;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.UnaryOperator;

/**
 * Where a formula's values lie, whatever its states, weights and inputs are: interval arithmetic
 * over the operators. The bounds hold always but need not be the narrowest.
 *
 * @param low no value is below
 * @param high no value is above
 */
record Bounds(double low, double high) {
  private static final Bounds NONE = new Bounds(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  static Bounds of(Expression formula) {
    if (formula instanceof Definition definition) {
      return of(definition.value());
    } else if (formula instanceof Constant constant) {
      return new Bounds(constant.value(), constant.value());
    } else if (formula instanceof Mean mean) {
      return of(mean.argument());
    } else if (formula instanceof Unary unary) {
      return of(unary.operator(), of(unary.argument()));
    } else if (formula instanceof Binary binary) {
      return isShare(binary)
          ? new Bounds(0, 1)
          : of(binary.operator(), of(binary.left()), of(binary.right()));
    }
    return NONE;
  }

  boolean within(double least, double most) {
    return low >= least && high <= most;
  }

  private static Bounds of(UnaryOperator operator, Bounds a) {
    return switch (operator) {
      case ABS -> new Bounds(0, Math.max(Math.abs(a.low), Math.abs(a.high)));
      // The others never fall.
      case SIGMOID, TANH, RELU, STEP, EXP, LOG, SQRT, SOFTPLUS ->
          known(operator.apply(a.low), operator.apply(a.high));
    };
  }

  private static Bounds of(BinaryOperator operator, Bounds a, Bounds b) {
    return switch (operator) {
      case PLUS -> known(a.low + b.low, a.high + b.high);
      case MINUS -> known(a.low - b.high, a.high - b.low);
      case TIMES -> hull(a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high);
      case DIVIDE ->
          b.low > 0 || b.high < 0
              ? hull(a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high)
              : NONE;
      case MAX -> new Bounds(Math.max(a.low, b.low), Math.max(a.high, b.high));
      case MIN -> new Bounds(Math.min(a.low, b.low), Math.min(a.high, b.high));
    };
  }

  /** a / (a + b) of two that are not negative. */
  private static boolean isShare(Binary formula) {
    return formula.operator() == BinaryOperator.DIVIDE
        && of(formula.left()).low >= 0
        && formula.right() instanceof Binary sum
        && sum.operator() == BinaryOperator.PLUS
        && (sum.left().equals(formula.left()) || sum.right().equals(formula.left()))
        && of(sum.left()).low >= 0
        && of(sum.right()).low >= 0;
  }

  private static Bounds hull(double a, double b, double c, double d) {
    return known(
        Math.min(Math.min(a, b), Math.min(c, d)), Math.max(Math.max(a, b), Math.max(c, d)));
  }

  /** A bound that is not a number is none. */
  private static Bounds known(double low, double high) {
    return new Bounds(Double.isNaN(low) ? NONE.low : low, Double.isNaN(high) ? NONE.high : high);
  }
}
