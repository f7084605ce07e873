package dev.carousel.interop.equations;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** The same cell with other names, in another order, with operands swapped and regrouped. */
final class Scrambled {
  private final Random random;
  private final Map<String, String> names = new HashMap<>();
  private final Map<Definition, Definition> definitions = new HashMap<>();

  private Scrambled(Random random) {
    this.random = random;
  }

  /** The scrambled equations, and the new names by the old. */
  record Result(CellEquations equations, Map<String, String> names) {}

  static Result of(CellEquations equations, Random random) {
    Scrambled scrambled = new Scrambled(random);
    List<Definition> ordered = new ArrayList<>();
    for (Definition definition : equations.definitions()) {
      Definition other =
          new Definition(
              scrambled.name("definition " + definition.name()),
              scrambled.part(definition.value()));
      scrambled.definitions.put(definition, other);
      ordered.add(other);
    }
    List<State> states = new ArrayList<>(equations.states());
    Collections.shuffle(states, random);
    LinkedHashMap<State, Definition> next = new LinkedHashMap<>();
    for (State state : states) {
      next.put(
          (State) scrambled.part(state), scrambled.definitions.get(equations.next().get(state)));
    }
    return new Result(
        new CellEquations(
            equations.units(),
            scrambled.shuffled(ordered),
            next,
            scrambled.definitions.get(equations.output())),
        scrambled.names);
  }

  private String name(String old) {
    return names.computeIfAbsent(old, key -> "n" + random.nextInt(1_000_000) + "_" + names.size());
  }

  private Expression part(Expression part) {
    if (part instanceof Definition definition) {
      Definition other = definitions.get(definition);
      return random.nextInt(4) == 0 ? other.value() : other;
    } else if (part instanceof State state) {
      return new State(name("state " + state.name()), state.width());
    } else if (part instanceof PerUnit vector) {
      PerUnit.Role[] roles = PerUnit.Role.values();
      return new PerUnit(
          name(vector.name()), roles[vector.width() % roles.length], 0.5, vector.width());
    } else if (part instanceof Linear linear) {
      return new Linear(name(linear.weight()), part(linear.operand()), linear.width());
    } else if (part instanceof Unary unary) {
      return new Unary(unary.operator(), part(unary.argument()));
    } else if (part instanceof Mean mean) {
      return new Mean(part(mean.argument()));
    } else if (part instanceof Binary binary) {
      return combined(binary.operator(), part(binary.left()), part(binary.right()));
    }
    return part;
  }

  private Expression combined(BinaryOperator operator, Expression left, Expression right) {
    if (operator == BinaryOperator.DIVIDE || operator == BinaryOperator.MINUS) {
      return new Binary(operator, left, right);
    }
    if (left instanceof Binary inner && inner.operator() == operator && random.nextBoolean()) {
      return combined(operator, inner.left(), new Binary(operator, inner.right(), right));
    }
    return random.nextBoolean()
        ? new Binary(operator, left, right)
        : new Binary(operator, right, left);
  }

  /** In another order in which everything is defined before it is used. */
  private List<Definition> shuffled(List<Definition> ordered) {
    List<Definition> left = new ArrayList<>(ordered);
    List<Definition> placed = new ArrayList<>();
    while (!left.isEmpty()) {
      Definition next = left.get(random.nextInt(left.size()));
      if (placed.containsAll(used(next.value()))) {
        placed.add(next);
        left.remove(next);
      }
    }
    return placed;
  }

  private static List<Definition> used(Expression part) {
    List<Definition> used = new ArrayList<>();
    part.replaced(
        each -> {
          if (each instanceof Definition definition) {
            used.add(definition);
          }
          return each;
        });
    return used;
  }
}
