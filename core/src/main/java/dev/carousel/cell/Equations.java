package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.Mask.Draw;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.Notation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where a cell writes down its equations, in the order in which they are computed. Mistakes are
 * refused with a message that names the equation.
 *
 * <p>Vectors are as wide as there are units, unless they are given a width of their own.
 */
public final class Equations {
  private final int units;
  private final Set<State> states = new LinkedHashSet<>();
  private final List<Definition> definitions = new ArrayList<>();
  private final Set<String> names = new HashSet<>();
  private final Map<State, Definition> next = new LinkedHashMap<>();
  private final Map<String, Linear> products = new HashMap<>();
  private final Map<String, PerUnit> vectors = new HashMap<>();
  private final Map<String, Mask> masks = new HashMap<>();

  private Equations(int units) {
    this.units = units;
  }

  /**
   * Begins the equations of a cell.
   *
   * @param units the width of every vector that is given none
   * @return no equations yet
   * @throws IllegalArgumentException if there are no units
   */
  public static Equations of(int units) {
    Cell.requireUnits(units);
    return new Equations(units);
  }

  /**
   * The input x_t.
   *
   * @return the input, for use in {@link #affine} and {@link #linear} only
   */
  public Expression input() {
    return new Input();
  }

  /**
   * Declares a state.
   *
   * @param name its name, such as "h"
   * @return its value at the step before
   */
  public State state(String name) {
    return state(name, units);
  }

  /**
   * Declares a state with a width of its own.
   *
   * @param name its name, such as "h"
   * @param width its width, at least 1
   * @return its value at the step before
   */
  public State state(String name, int width) {
    requireWidth("state '" + name + "'", width);
    State state = new State(name, width);
    if (states.stream().anyMatch(other -> other.name().equals(name))) {
      throw new IllegalArgumentException("state '" + name + "' is declared twice");
    }
    states.add(state);
    return state;
  }

  /**
   * Names a value. Named values show up in printed equations and in gate traces.
   *
   * @param name its name, such as "i"
   * @param value its formula
   * @return the value, for use in later equations
   */
  public Definition let(String name, Expression value) {
    return define(name, value);
  }

  /**
   * Gives a state its new value.
   *
   * @param state the state
   * @param value its value after this step
   * @return the new value, for use in later equations
   */
  public Definition next(State state, Expression value) {
    if (!states.contains(state)) {
      throw new IllegalArgumentException("state '" + state.name() + "' is not declared");
    }
    if (next.containsKey(state)) {
      throw new IllegalArgumentException(
          "state '" + state.name() + "' is given its next value twice");
    }
    int width = value.width();
    if (width != state.width() && width > 0) {
      throw new IllegalArgumentException(
          "equation '%s' gives a state of width %d a value of width %d"
              .formatted(state.name(), state.width(), width));
    }
    Definition definition = define(state.name(), value);
    next.put(state, definition);
    return definition;
  }

  /**
   * An affine map W_g x + U_g h + b_g. Every operand gets a weight matrix of its own, named W with
   * the map's name for the input and U for anything else; a bias is added, 0 at first unless one is
   * among the terms.
   *
   * @param name the map's name, such as "i"
   * @param terms the operands, and at most one {@link dev.carousel.expression.Functions#bias bias}
   * @return the sum
   */
  public Expression affine(String name, Expression... terms) {
    return affine(name, units, terms);
  }

  /**
   * An affine map with a width of its own.
   *
   * @param name the map's name, such as "i"
   * @param width the width of the sum, at least 1
   * @param terms the operands, and at most one {@link dev.carousel.expression.Functions#bias bias}
   * @return the sum
   */
  public Expression affine(String name, int width, Expression... terms) {
    Expression sum = null;
    PerUnit bias = null;
    for (Expression term : terms) {
      if (term instanceof PerUnit given && given.name().isEmpty()) {
        if (bias != null) {
          throw new IllegalArgumentException("affine map '" + name + "' has two biases");
        }
        bias = new PerUnit("b_" + name, given.role(), given.initial(), width);
        continue;
      }
      Expression product = linear(weightName(name, term), width, term);
      sum = sum == null ? product : sum.plus(product);
    }
    if (sum == null) {
      throw new IllegalArgumentException("affine map '" + name + "' has no operand");
    }
    return sum.plus(bias == null ? new PerUnit("b_" + name, PerUnit.Role.BIAS, 0, width) : bias);
  }

  private String weightName(String name, Expression operand) {
    if (operand.width() == Expression.INPUT_WIDTH) {
      return "W_" + name;
    }
    String weight = "U_" + name;
    // A second recurrent operand gets a weight named after both.
    if (products.containsKey(weight) && !products.get(weight).operand().equals(operand)) {
      weight += "," + shortName(operand);
    }
    return weight;
  }

  private static String shortName(Expression operand) {
    if (operand instanceof State state) {
      return state.name();
    }
    return operand instanceof Definition definition
        ? definition.name()
        : Notation.PLAIN.print(operand);
  }

  /**
   * The product of a weight matrix of its own with an operand.
   *
   * @param weight the matrix's name
   * @param operand the input, a state or any other vector
   * @return the product
   */
  public Expression linear(String weight, Expression operand) {
    return linear(weight, units, operand);
  }

  /**
   * A product with a width of its own: the matrix has the shape [width, width of the operand].
   *
   * @param weight the matrix's name
   * @param width the width of the product, at least 1
   * @param operand the input, a state or any other vector
   * @return the product
   */
  public Expression linear(String weight, int width, Expression operand) {
    requireWidth("weight '" + weight + "'", width);
    Linear product = new Linear(weight, operand, width);
    register(product);
    return product;
  }

  /** Refuses a weight that is used in two ways. */
  private void register(Linear product) {
    Linear other = products.putIfAbsent(product.weight(), product);
    if (other == null || other.equals(product)) {
      return;
    }
    if (!other.operand().equals(product.operand())) {
      throw new IllegalArgumentException(
          "weight '%s' is used with two operands, %s and %s"
              .formatted(
                  product.weight(),
                  Notation.PLAIN.print(other.operand()),
                  Notation.PLAIN.print(product.operand())));
    }
    throw new IllegalArgumentException(
        "weight '%s' is used for products of two widths, %d and %d"
            .formatted(product.weight(), other.width(), product.width()));
  }

  private static void requireWidth(String what, int width) {
    if (width < 1) {
      throw new IllegalArgumentException(what + " must be at least 1 wide, got " + width);
    }
  }

  /**
   * A trainable vector that is multiplied with something unit by unit, such as a peephole weight.
   *
   * @param name its name, such as "p_i"
   * @return the vector
   */
  public PerUnit perUnit(String name) {
    return perUnit(name, units);
  }

  /**
   * Such a vector with a width of its own.
   *
   * @param name its name, such as "p_i"
   * @param width its width, at least 1
   * @return the vector
   */
  public PerUnit perUnit(String name, int width) {
    return vector(name, PerUnit.Role.WEIGHT, 0, width);
  }

  /**
   * A trainable vector that scales a normalised one unit by unit. It is 1 at first, whatever the
   * initializer.
   *
   * @param name its name, such as "γ_i"
   * @return the vector
   */
  public PerUnit gain(String name) {
    return gain(name, units);
  }

  /**
   * Such a vector with a width of its own.
   *
   * @param name its name, such as "γ_i"
   * @param width its width, at least 1
   * @return the vector
   */
  public PerUnit gain(String name, int width) {
    return vector(name, PerUnit.Role.GAIN, 1, width);
  }

  /**
   * A bias under a name of its own, for where {@link #affine} does not add one.
   *
   * @param name its name, such as "b_hn"
   * @return the vector
   */
  public PerUnit bias(String name) {
    return bias(name, 0);
  }

  /**
   * A bias under a name of its own, with an initial value.
   *
   * @param name its name, such as "b_f"
   * @param initial added to what the initializer gives
   * @return the vector
   */
  public PerUnit bias(String name, double initial) {
    return bias(name, initial, units);
  }

  /**
   * A bias with a width of its own.
   *
   * @param name its name, such as "b_f"
   * @param initial added to what the initializer gives
   * @param width its width, at least 1
   * @return the vector
   */
  public PerUnit bias(String name, double initial, int width) {
    return vector(name, PerUnit.Role.BIAS, initial, width);
  }

  private static PerUnit vector(String name, PerUnit.Role role, double initial, int width) {
    requireWidth("vector '" + name + "'", width);
    return new PerUnit(name, role, initial, width);
  }

  /**
   * A mask that is 1 with some probability and 0 otherwise.
   *
   * @param name its name, such as "z"
   * @param probability the probability of 1 and so the expectation, above 0 and below 1
   * @param draw how long what is drawn stays
   * @return the mask, as wide as there are units
   */
  public Mask bernoulli(String name, double probability, Draw draw) {
    return bernoulli(name, probability, draw, units);
  }

  /**
   * Such a mask with a width of its own.
   *
   * @param name its name, such as "z"
   * @param probability the probability of 1 and so the expectation, above 0 and below 1
   * @param draw how long what is drawn stays
   * @param width its width, that of what it masks
   * @return the mask
   */
  public Mask bernoulli(String name, double probability, Draw draw, int width) {
    return mask(new Mask(name, probability, probability, draw, width));
  }

  /**
   * A mask of inverted dropout: 0 with some probability and otherwise so much more than 1 that the
   * expectation is 1.
   *
   * @param name its name, such as "m"
   * @param rate the probability of 0, above 0 and below 1
   * @param draw how long what is drawn stays
   * @return the mask, as wide as there are units
   */
  public Mask dropout(String name, double rate, Draw draw) {
    return dropout(name, rate, draw, units);
  }

  /**
   * Such a mask with a width of its own.
   *
   * @param name its name, such as "m"
   * @param rate the probability of 0, above 0 and below 1
   * @param draw how long what is drawn stays
   * @param width its width, that of what it masks; {@link Expression#INPUT_WIDTH} for the input
   * @return the mask
   */
  public Mask dropout(String name, double rate, Draw draw, int width) {
    return mask(new Mask(name, 1 - rate, 1, draw, width));
  }

  private static Mask mask(Mask mask) {
    if (mask.width() != Expression.INPUT_WIDTH) {
      requireWidth("mask '" + mask.name() + "'", mask.width());
    }
    return mask;
  }

  /**
   * Ends the equations.
   *
   * @param output what the layer above sees
   * @return the equations
   * @throws IllegalArgumentException if a state has no next value
   */
  public CellEquations output(Expression output) {
    LinkedHashMap<State, Definition> declared = new LinkedHashMap<>();
    for (State state : states) {
      if (!next.containsKey(state)) {
        throw new IllegalArgumentException("state '" + state.name() + "' has no next value");
      }
      declared.put(state, next.get(state));
    }
    if (output instanceof Definition known && !definitions.contains(known)) {
      throw new IllegalArgumentException("the output '" + known.name() + "' is not defined");
    }
    Definition named = output instanceof Definition known ? known : define("y", output);
    return new CellEquations(units, List.copyOf(definitions), declared, named);
  }

  private Definition define(String name, Expression value) {
    if (name.isEmpty() || name.startsWith("δ")) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot name a value; names beginning with δ are kept for adjoints");
    }
    if (!names.add(name)) {
      throw new IllegalArgumentException("two values are named '" + name + "'");
    }
    if (check(name, value) == Expression.INPUT_WIDTH) {
      throw new IllegalArgumentException(
          "equation '"
              + name
              + "' uses the input without a weight; its width is not that of the units, so multiply"
              + " it with linear(…) or affine(…)");
    }
    Definition definition = new Definition(name, value);
    definitions.add(definition);
    return definition;
  }

  /** Refuses what makes no sense, and gives the width. */
  private int check(String equation, Expression part) {
    if (part instanceof State state && !states.contains(state)) {
      throw new IllegalArgumentException(
          "equation '" + equation + "' uses state '" + state.name() + "', which is not declared");
    } else if (part instanceof Definition known && !definitions.contains(known)) {
      throw new IllegalArgumentException(
          "equation '"
              + equation
              + "' uses '"
              + known.name()
              + "', which is not defined before it");
    } else if (part instanceof PerUnit vector && vector.name().isEmpty()) {
      throw new IllegalArgumentException(
          "equation '" + equation + "' uses a bias outside an affine map, where it has no name");
    } else if (part instanceof PerUnit vector) {
      PerUnit other = vectors.putIfAbsent(vector.name(), vector);
      if (other != null && !other.equals(vector)) {
        throw new IllegalArgumentException(
            "equation '%s' uses vector '%s' as %s, but it was used as %s before"
                .formatted(equation, vector.name(), described(vector), described(other)));
      }
    } else if (part instanceof Mask mask) {
      checkMask(equation, mask);
    } else if (part instanceof Operand || part instanceof BackProjection) {
      throw new IllegalArgumentException(
          "equation '"
              + equation
              + "' uses "
              + Notation.PLAIN.print(part)
              + ", which has no meaning in a cell");
    } else if (part instanceof Linear linear) {
      register(linear);
      check(equation, linear.operand());
    } else if (part instanceof Unary unary) {
      check(equation, unary.argument());
    } else if (part instanceof Binary binary) {
      checkWidths(equation, binary);
    } else if (part instanceof Mean mean) {
      check(equation, mean.argument());
    }
    return part.width();
  }

  private void checkMask(String equation, Mask mask) {
    Mask other = masks.putIfAbsent(mask.name(), mask);
    if (other == null && !names.add(mask.name())) {
      throw new IllegalArgumentException(
          "equation '%s' uses mask '%s', which has the name of a value"
              .formatted(equation, mask.name()));
    }
    if (other != null && !other.equals(mask)) {
      throw new IllegalArgumentException(
          "equation '%s' uses mask '%s', but another of that name was used before"
              .formatted(equation, mask.name()));
    }
  }

  private void checkWidths(String equation, Binary binary) {
    int left = check(equation, binary.left());
    int right = check(equation, binary.right());
    if (left != right && left != Expression.ANY_WIDTH && right != Expression.ANY_WIDTH) {
      throw new IllegalArgumentException(
          "equation '%s' combines %s, %s, with %s, %s"
              .formatted(
                  equation,
                  Notation.PLAIN.print(binary.left()),
                  described(left),
                  Notation.PLAIN.print(binary.right()),
                  described(right)));
    }
  }

  private static String described(int width) {
    return width == Expression.INPUT_WIDTH ? "as wide as the input" : "of width " + width;
  }

  private static String described(PerUnit vector) {
    String role =
        switch (vector.role()) {
          case BIAS -> "a bias";
          case WEIGHT -> "a weight";
          case GAIN -> "a gain";
        };
    return role + " of width " + vector.width() + " with initial value " + vector.initial();
  }
}
