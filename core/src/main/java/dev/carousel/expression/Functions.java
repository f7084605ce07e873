package dev.carousel.expression;

import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.Expression.Unary;

/** The functions that equations are written with, meant to be imported statically. */
public final class Functions {
  private Functions() {}

  /**
   * Logistic sigmoid.
   *
   * @param a the argument
   * @return σ(a)
   */
  public static Expression sigmoid(Expression a) {
    return new Unary(UnaryOperator.SIGMOID, a);
  }

  /**
   * Hyperbolic tangent.
   *
   * @param a the argument
   * @return tanh(a)
   */
  public static Expression tanh(Expression a) {
    return new Unary(UnaryOperator.TANH, a);
  }

  /**
   * Rectifier.
   *
   * @param a the argument
   * @return max(a, 0)
   */
  public static Expression relu(Expression a) {
    return new Unary(UnaryOperator.RELU, a);
  }

  /**
   * Heaviside step.
   *
   * @param a the argument
   * @return 1 where a &gt; 0, else 0
   */
  public static Expression step(Expression a) {
    return new Unary(UnaryOperator.STEP, a);
  }

  /**
   * Absolute value.
   *
   * @param a the argument
   * @return |a|
   */
  public static Expression abs(Expression a) {
    return new Unary(UnaryOperator.ABS, a);
  }

  /**
   * Exponential.
   *
   * @param a the argument
   * @return e^a
   */
  public static Expression exp(Expression a) {
    return new Unary(UnaryOperator.EXP, a);
  }

  /**
   * Natural logarithm.
   *
   * @param a the argument
   * @return log a
   */
  public static Expression log(Expression a) {
    return new Unary(UnaryOperator.LOG, a);
  }

  /**
   * Square root.
   *
   * @param a the argument
   * @return √a
   */
  public static Expression sqrt(Expression a) {
    return new Unary(UnaryOperator.SQRT, a);
  }

  /**
   * Softplus.
   *
   * @param a the argument
   * @return log(1 + e^a)
   */
  public static Expression softplus(Expression a) {
    return new Unary(UnaryOperator.SOFTPLUS, a);
  }

  /**
   * The larger of two.
   *
   * @param a one
   * @param b the other
   * @return max(a, b), unit by unit
   */
  public static Expression max(Expression a, Expression b) {
    return new Binary(BinaryOperator.MAX, a, b);
  }

  /**
   * The smaller of two.
   *
   * @param a one
   * @param b the other
   * @return min(a, b), unit by unit
   */
  public static Expression min(Expression a, Expression b) {
    return new Binary(BinaryOperator.MIN, a, b);
  }

  /**
   * Mean over the units.
   *
   * @param a what to average
   * @return a vector that holds the mean of a in every unit
   */
  public static Expression mean(Expression a) {
    return new Mean(a);
  }

  /**
   * A number.
   *
   * @param value the number
   * @return a vector that holds the number in every unit
   */
  public static Expression constant(double value) {
    return new Constant(value);
  }

  /**
   * A vector that whoever evaluates the expression supplies.
   *
   * @param name its name
   * @return the operand
   */
  public static Expression operand(String name) {
    return new Operand(name);
  }

  /**
   * A bias with an initial value of its own, for use in an affine map, which gives it its name and
   * width.
   *
   * @param initial added to what the initializer gives
   * @return the bias
   */
  public static Expression.PerUnit bias(double initial) {
    return new Expression.PerUnit("", Expression.PerUnit.Role.BIAS, initial, Expression.ANY_WIDTH);
  }
}
