package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The equations of one time step of a cell, made with {@link Equations}.
 *
 * @param units the length of every vector but the input
 * @param definitions every named value, in the order in which they are computed; next states are
 *     among them
 * @param next each state's value after the step, in the order of declaration
 * @param output what the layer above sees, one of the definitions
 */
public record CellEquations(
    int units,
    List<Definition> definitions,
    LinkedHashMap<State, Definition> next,
    Definition output) {

  /**
   * The states, in the order of declaration.
   *
   * @return the states
   */
  public List<State> states() {
    return List.copyOf(next.keySet());
  }

  /**
   * The products with weight matrices, grouped by operand so that each group can be computed as one
   * product with the stacked weights. Groups and their members are in the order of their first use;
   * a group of the input, if there is one, comes first.
   *
   * @return operand to products
   */
  public Map<Expression, List<Linear>> products() {
    Set<Linear> found = new LinkedHashSet<>();
    visit(
        part -> {
          if (part instanceof Linear linear) {
            found.add(linear);
          }
        });
    Map<Expression, List<Linear>> groups = new LinkedHashMap<>();
    found.stream()
        .filter(linear -> linear.operand() instanceof Input)
        .forEach(
            linear -> groups.computeIfAbsent(linear.operand(), o -> new ArrayList<>()).add(linear));
    found.stream()
        .filter(linear -> !(linear.operand() instanceof Input))
        .forEach(
            linear -> groups.computeIfAbsent(linear.operand(), o -> new ArrayList<>()).add(linear));
    return groups;
  }

  /**
   * The trainable vectors, in the order of their first use.
   *
   * @return biases and per-unit weights
   */
  public List<PerUnit> vectors() {
    Set<PerUnit> found = new LinkedHashSet<>();
    visit(
        part -> {
          if (part instanceof PerUnit vector) {
            found.add(vector);
          }
        });
    return List.copyOf(found);
  }

  /**
   * The number of trainable numbers.
   *
   * @param inputs the width of the input
   * @return the count
   */
  public long parameters(int inputs) {
    long count = (long) vectors().size() * units;
    for (var group : products().entrySet()) {
      count += (long) group.getValue().size() * units * width(group.getKey(), inputs);
    }
    return count;
  }

  /**
   * The floating-point operations of one step of one sequence, forwards: two for each multiply-add
   * of a product, one for each pointwise operator and unit.
   *
   * @param inputs the width of the input
   * @return the count
   */
  public long flops(int inputs) {
    long[] count = new long[1];
    for (var group : products().entrySet()) {
      count[0] += 2L * group.getValue().size() * units * width(group.getKey(), inputs);
    }
    Set<Expression> seen = new LinkedHashSet<>();
    visit(
        part -> {
          boolean operator =
              part instanceof Unary || part instanceof Binary || part instanceof Mean;
          if (operator && seen.add(part)) {
            count[0] += units;
          }
        });
    return count[0];
  }

  /** The width of a product's operand. */
  int width(Expression operand, int inputs) {
    return operand instanceof Input ? inputs : units;
  }

  /**
   * Whether a formula, leaving aside the definitions it names, multiplies an operand with a weight.
   */
  static boolean uses(Expression formula, Expression operand) {
    boolean[] found = new boolean[1];
    visit(
        formula,
        part -> found[0] |= part instanceof Linear linear && linear.operand().equals(operand));
    return found[0];
  }

  /** Hands every part of every definition to a visitor, each definition's own formula once. */
  private void visit(Consumer<Expression> visitor) {
    for (Definition definition : definitions) {
      visit(definition.value(), visitor);
    }
  }

  private static void visit(Expression part, Consumer<Expression> visitor) {
    visitor.accept(part);
    if (part instanceof Linear linear) {
      visit(linear.operand(), visitor);
    } else if (part instanceof Unary unary) {
      visit(unary.argument(), visitor);
    } else if (part instanceof Binary binary) {
      visit(binary.left(), visitor);
      visit(binary.right(), visitor);
    } else if (part instanceof Mean mean) {
      visit(mean.argument(), visitor);
    }
  }
}
