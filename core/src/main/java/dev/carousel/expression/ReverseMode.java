package dev.carousel.expression;

import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Unary;

/**
 * Symbolic reverse-mode differentiation of one formula.
 *
 * <p>For y = f(a, b, …) and an adjoint ȳ = ∂L/∂y it finds the expressions ā = ȳ · ∂f/∂a for every
 * leaf a: a state, a definition, an operand, a per-unit parameter, or a {@link Expression.Linear}
 * (whose adjoint is that of the product's result). Constants and masks have none. See Griewank and
 * Walther, Evaluating Derivatives, 2008, chapter 3.
 */
public final class ReverseMode {
  /**
   * Receives the adjoints of leaves. A leaf that occurs twice is reported twice; the contributions
   * add up.
   */
  @FunctionalInterface
  public interface Contributions {
    /**
     * Called for every occurrence of a leaf.
     *
     * @param leaf the leaf
     * @param adjoint this occurrence's share of its adjoint
     */
    void add(Expression leaf, Expression adjoint);
  }

  private ReverseMode() {}

  /**
   * Differentiates what a definition stands for. The outermost operator's derivative uses the
   * definition itself as its value, so σ' of i = σ(…) comes out as i (1 - i).
   *
   * @param definition y = f(…)
   * @param adjoint ȳ
   * @param contributions receives the leaves' adjoints
   */
  public static void differentiate(
      Definition definition, Expression adjoint, Contributions contributions) {
    propagate(definition.value(), definition, adjoint, contributions);
  }

  /**
   * Differentiates a formula.
   *
   * @param formula f(…)
   * @param adjoint ȳ
   * @param contributions receives the leaves' adjoints
   */
  public static void differentiate(
      Expression formula, Expression adjoint, Contributions contributions) {
    propagate(formula, formula, adjoint, contributions);
  }

  private static void propagate(
      Expression formula, Expression value, Expression adjoint, Contributions contributions) {
    if (adjoint instanceof Constant zero && zero.value() == 0) {
      return;
    }
    if (formula instanceof Unary unary) {
      Expression slope = unary.operator().derivative(unary.argument(), value);
      propagate(unary.argument(), unary.argument(), adjoint.times(slope), contributions);
    } else if (formula instanceof Binary binary) {
      Expression left = binary.left();
      Expression right = binary.right();
      propagate(left, left, adjoint.times(binary.operator().byLeft(left, right)), contributions);
      propagate(right, right, adjoint.times(binary.operator().byRight(left, right)), contributions);
    } else if (formula instanceof Mean mean) {
      // y_j = Σ_i a_i / n for every j, so ā_i = Σ_j ȳ_j / n.
      propagate(mean.argument(), mean.argument(), new Mean(adjoint), contributions);
    } else if (formula instanceof BackProjection) {
      throw new IllegalArgumentException("second derivatives of products are not supported");
    } else if (!(formula instanceof Constant || formula instanceof Mask)) {
      contributions.add(formula, adjoint);
    }
  }
}
