package dev.carousel.cell;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.Unary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A sum of products with weights and at most one vector, such as W x + U h + b, that is computed in
 * one place: the vector is there first, and each product is added to it. A product alone is one as
 * well.
 *
 * @param value the whole sum
 * @param products its products
 * @param vector its vector
 * @param uses how often the equations name it
 */
record AffineSum(Expression value, List<Linear> products, Optional<PerUnit> vector, int uses) {

  /** Whether the input has a part in it, so that it is begun before its step. */
  boolean ofInput() {
    return products.stream().anyMatch(product -> CellEquations.isOfInput(product.operand()));
  }

  /**
   * The sums of a cell, as long as possible. A product that is used in several places is a sum of
   * its own, so that each product belongs to exactly one sum.
   */
  static List<AffineSum> of(CellEquations equations) {
    Map<Expression, AffineSum> found = new LinkedHashMap<>();
    for (Definition definition : equations.definitions()) {
      collect(definition.value(), found);
    }
    Map<Linear, Long> sharers =
        found.values().stream()
            .flatMap(sum -> sum.products.stream())
            .collect(Collectors.groupingBy(product -> product, Collectors.counting()));
    Map<Expression, AffineSum> sums = new LinkedHashMap<>();
    for (AffineSum sum : found.values()) {
      if (sum.products.stream().allMatch(product -> sharers.get(product) == 1)) {
        sums.put(sum.value, sum);
      } else {
        for (Linear product : sum.products) {
          sums.merge(product, single(product, sum.uses), AffineSum::usedTogether);
        }
      }
    }
    return List.copyOf(sums.values());
  }

  private static AffineSum single(Linear product, int uses) {
    return new AffineSum(product, List.of(product), Optional.empty(), uses);
  }

  private AffineSum usedTogether(AffineSum same) {
    return new AffineSum(value, products, vector, uses + same.uses);
  }

  private static void collect(Expression part, Map<Expression, AffineSum> found) {
    Optional<AffineSum> sum = at(part);
    if (sum.isPresent()) {
      if (found.merge(part, sum.get(), AffineSum::usedTogether).uses == 1) {
        sum.get().products.forEach(product -> collect(product.operand(), found));
      }
    } else if (part instanceof Unary unary) {
      collect(unary.argument(), found);
    } else if (part instanceof Binary binary) {
      collect(binary.left(), found);
      collect(binary.right(), found);
    } else if (part instanceof Mean mean) {
      collect(mean.argument(), found);
    }
  }

  private static Optional<AffineSum> at(Expression part) {
    List<Linear> products = new ArrayList<>();
    List<PerUnit> vectors = new ArrayList<>();
    boolean affine = terms(part, products, vectors);
    boolean distinct = products.stream().distinct().count() == products.size();
    return affine && distinct && !products.isEmpty() && vectors.size() <= 1
        ? Optional.of(new AffineSum(part, List.copyOf(products), vectors.stream().findFirst(), 1))
        : Optional.empty();
  }

  private static boolean terms(Expression part, List<Linear> products, List<PerUnit> vectors) {
    if (part instanceof Linear product) {
      return products.add(product);
    }
    if (part instanceof PerUnit vector) {
      return vectors.add(vector);
    }
    return part instanceof Binary binary
        && binary.operator() == BinaryOperator.PLUS
        && terms(binary.left(), products, vectors)
        && terms(binary.right(), products, vectors);
  }
}
