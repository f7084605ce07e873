package dev.carousel.interop.equations;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import java.util.ArrayList;
import java.util.List;

/**
 * The terms of a sum, the factors of a product, or what is taken the maximum or minimum of:
 * operands of an operator that may stand in any order and grouping.
 *
 * @param operator {@link BinaryOperator#PLUS} for sums and differences
 * @param terms the operands
 */
record Terms(BinaryOperator operator, List<Term> terms) {
  private static final Constant MINUS_ONE = new Constant(-1);

  /**
   * An operand.
   *
   * @param negative whether it is subtracted
   */
  record Term(boolean negative, Expression value) {}

  /** The operands of such an operator, or null. */
  static Terms of(Expression expression) {
    if (!(expression instanceof Binary binary) || binary.operator() == BinaryOperator.DIVIDE) {
      return null;
    }
    BinaryOperator operator =
        binary.operator() == BinaryOperator.MINUS ? BinaryOperator.PLUS : binary.operator();
    List<Term> terms = new ArrayList<>();
    collect(operator, binary, false, terms);
    return new Terms(operator, terms);
  }

  private static void collect(
      BinaryOperator operator, Expression part, boolean negative, List<Term> into) {
    Expression meant = meant(part);
    if (meant instanceof Binary binary) {
      boolean sum = operator == BinaryOperator.PLUS;
      boolean difference = sum && binary.operator() == BinaryOperator.MINUS;
      if (binary.operator() == operator || difference) {
        collect(operator, binary.left(), negative, into);
        collect(operator, binary.right(), negative ^ difference, into);
        return;
      }
      if (sum && binary.operator() == BinaryOperator.TIMES && binary.right().equals(MINUS_ONE)) {
        collect(operator, binary.left(), !negative, into);
        return;
      }
    }
    into.add(new Term(negative, meant));
  }

  /** What an expression stands for: names are nothing by themselves. */
  static Expression meant(Expression expression) {
    Expression meant = expression;
    while (meant instanceof Definition definition) {
      meant = definition.value();
    }
    return meant;
  }
}
