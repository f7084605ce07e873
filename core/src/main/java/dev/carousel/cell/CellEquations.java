package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The equations of one time step of a cell, made with {@link Equations}.
 *
 * @param units the width of what is given none
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
   * The products with weight matrices, grouped by operand. Groups and their members are in the
   * order of their first use; groups of the input come first.
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
        .filter(linear -> isOfInput(linear.operand()))
        .forEach(
            linear -> groups.computeIfAbsent(linear.operand(), o -> new ArrayList<>()).add(linear));
    found.stream()
        .filter(linear -> !isOfInput(linear.operand()))
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
   * The masks, in the order of their first use, which is the order in which they are drawn.
   *
   * @return the masks, none for most cells
   */
  public List<Mask> masks() {
    Set<Mask> found = new LinkedHashSet<>();
    visit(
        part -> {
          if (part instanceof Mask mask) {
            found.add(mask);
          }
        });
    return List.copyOf(found);
  }

  /**
   * The equations of inference, in which every mask is replaced by its expectation. They have the
   * states of these, and no weights or vectors that these have not.
   *
   * @return the equations, these themselves if they have no masks
   */
  public CellEquations expected() {
    if (masks().isEmpty()) {
      return this;
    }
    Map<Expression, Definition> replaced = new HashMap<>();
    for (Definition definition : definitions) {
      Expression value = definition.value().replaced(part -> expected(part, replaced));
      replaced.put(definition, new Definition(definition.name(), value));
    }
    LinkedHashMap<State, Definition> after = new LinkedHashMap<>();
    next.forEach((state, definition) -> after.put(state, replaced.get(definition)));
    return new CellEquations(
        units, definitions.stream().map(replaced::get).toList(), after, replaced.get(output));
  }

  private static Expression expected(Expression part, Map<Expression, Definition> replaced) {
    if (part instanceof Mask mask) {
      return new Constant(mask.expectation());
    }
    return part instanceof Definition ? replaced.get(part) : part;
  }

  /**
   * The number of trainable numbers.
   *
   * @param inputs the width of the input
   * @return the count
   */
  public long parameters(int inputs) {
    long count = vectors().stream().mapToLong(PerUnit::width).sum();
    for (var group : products().entrySet()) {
      count += rows(group.getValue()) * width(group.getKey(), inputs);
    }
    return count;
  }

  /**
   * The floating-point operations of one step of one sequence, forwards: two for each multiply-add
   * of a product, one for each pointwise operator and number. Drawing masks is not counted.
   *
   * @param inputs the width of the input
   * @return the count
   */
  public long flops(int inputs) {
    long[] count = new long[1];
    for (var group : products().entrySet()) {
      count[0] += 2 * rows(group.getValue()) * width(group.getKey(), inputs);
    }
    Set<Expression> seen = new LinkedHashSet<>();
    visit(
        part -> {
          boolean operator =
              part instanceof Unary || part instanceof Binary || part instanceof Mean;
          if (operator && seen.add(part)) {
            count[0] += width(part, inputs);
          }
        });
    return count[0];
  }

  /**
   * The width of the output.
   *
   * @return how many numbers the layer above sees a step
   */
  public int outputs() {
    return width(output);
  }

  /**
   * The width of a part of the equations. A number by itself counts as many as there are units.
   *
   * @param part a formula
   * @param inputs the width of the input
   * @return the width, at least 1
   */
  public int width(Expression part, int inputs) {
    int width = width(part);
    return width == Expression.INPUT_WIDTH ? inputs : width;
  }

  /** The width, or {@link Expression#INPUT_WIDTH}. */
  int width(Expression part) {
    int width = part.width();
    return width == Expression.ANY_WIDTH ? units : width;
  }

  /** Whether an operand is the input or made from nothing else. */
  static boolean isOfInput(Expression operand) {
    return operand.width() == Expression.INPUT_WIDTH;
  }

  /** The rows of the weights of some products, stacked. */
  static long rows(List<Linear> products) {
    return products.stream().mapToLong(Linear::width).sum();
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
