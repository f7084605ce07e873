package dev.carousel.interop.equations;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.interop.equations.Terms.Term;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A number that is equal for formulas that are the same up to names and order, and hardly ever for
 * others.
 */
final class Form {
  private final Map<Expression, Integer> known = new IdentityHashMap<>();

  int of(Expression expression) {
    Expression meant = Terms.meant(expression);
    Integer before = known.get(meant);
    if (before != null) {
      return before;
    }
    int form = computed(meant);
    known.put(meant, form);
    return form;
  }

  private int computed(Expression expression) {
    Terms terms = Terms.of(expression);
    if (terms != null) {
      int sum = 0;
      for (Term term : terms.terms()) {
        sum += Objects.hash(term.negative(), of(term.value()));
      }
      return Objects.hash(terms.operator(), sum);
    } else if (expression instanceof Binary binary) {
      return Objects.hash(binary.operator(), of(binary.left()), of(binary.right()));
    } else if (expression instanceof Unary unary) {
      return Objects.hash(unary.operator(), of(unary.argument()));
    } else if (expression instanceof Mean mean) {
      return Objects.hash(Mean.class, of(mean.argument()));
    } else if (expression instanceof Linear linear) {
      return Objects.hash(Linear.class, linear.width(), of(linear.operand()));
    } else if (expression instanceof State || expression instanceof PerUnit) {
      return Objects.hash(expression.getClass(), expression.width());
    } else if (expression instanceof Constant constant) {
      return Objects.hash(Constant.class, constant.value());
    }
    return expression.getClass().hashCode();
  }
}
