package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Unary;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The values of the forward step that the adjoint reads: what is cheap is computed again, the rest
 * is saved.
 */
final class ForwardNeeds {
  private final CellEquations equations;
  private final Set<Expression> allSums;
  private final Set<Expression> values = new LinkedHashSet<>();
  private final Set<Expression> sums = new HashSet<>();

  ForwardNeeds(CellEquations equations, Adjoint adjoint, List<AffineSum> allSums) {
    this.equations = equations;
    this.allSums = allSums.stream().map(AffineSum::value).collect(Collectors.toSet());
    adjoint.definitions().forEach(definition -> walk(definition.value()));
    adjoint.states().values().forEach(this::walk);
    adjoint.vectors().values().forEach(this::walk);
  }

  /** What is to be saved. */
  Set<Expression> values() {
    return values;
  }

  /** The sums of products that are to be kept as they are. */
  Set<Expression> sums() {
    return sums;
  }

  private void walk(Expression expression) {
    if (Adjoint.isForward(expression)) {
      need(expression);
    } else if (expression instanceof Unary unary) {
      walk(unary.argument());
    } else if (expression instanceof Binary binary) {
      walk(binary.left());
      walk(binary.right());
    } else if (expression instanceof Mean mean) {
      walk(mean.argument());
    }
  }

  private void need(Expression value) {
    if (value.width() == Expression.ANY_WIDTH) {
      return; // made of numbers alone
    }
    if (allSums.contains(value)) {
      sums.add(value);
    } else if (value instanceof Definition definition) {
      if (!equations.next().containsValue(definition)) {
        values.add(definition);
      }
    } else if (value instanceof Unary unary) {
      if (unary.operator().costly()) {
        values.add(unary);
      } else {
        need(unary.argument());
      }
    } else if (value instanceof Binary binary) {
      need(binary.left());
      need(binary.right());
    } else if (value instanceof Mean mean) {
      need(mean.argument());
    }
  }
}
