package dev.carousel.cell;

import static dev.carousel.expression.Functions.constant;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Operand;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.Notation;
import dev.carousel.expression.ReverseMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The equations of one step of backpropagation through time, derived from a cell's equations by
 * reverse-mode differentiation.
 *
 * <p>δv stands for ∂L/∂v. What comes in are the operands {@link #output} and, for each state s,
 * {@link #carry}: the share of ∂L/∂s_t that later steps contribute.
 *
 * @param definitions the adjoints of the cell's named values and of its products, in an order in
 *     which they can be computed
 * @param states for each state s the share of ∂L/∂s_{t-1} that this step contributes: the carry of
 *     the step before
 * @param products the adjoint of every product W v; the gradient of W is the sum over steps and
 *     rows of δ(W v) vᵀ
 * @param input ∂L/∂x_t: a back-projection, or 0 for a cell without input
 * @param vectors for each trainable vector the expression whose sum over steps and rows is its
 *     gradient
 */
public record Adjoint(
    List<Definition> definitions,
    Map<State, Expression> states,
    Map<Linear, Expression> products,
    Expression input,
    Map<PerUnit, Expression> vectors) {

  /**
   * The incoming adjoint of the output.
   *
   * @param equations the cell's equations
   * @return ∂L/∂y_t
   */
  public static Expression output(CellEquations equations) {
    return new Operand("δy", equations.outputs());
  }

  /**
   * The incoming share of a state's adjoint.
   *
   * @param state the state
   * @return what later steps contribute to ∂L/∂s_t
   */
  public static Expression carry(State state) {
    return new Operand("δ" + state.name() + "⁺", state.width());
  }

  /**
   * Derives the adjoint of a cell.
   *
   * @param equations the cell's equations
   * @return its adjoint
   */
  public static Adjoint of(CellEquations equations) {
    return new Derivation(equations).adjoint();
  }

  /** Whether an expression involves nothing but values of the forward step. */
  static boolean isForward(Expression expression) {
    if (expression instanceof Operand || expression instanceof BackProjection) {
      return false;
    }
    if (expression instanceof Definition definition) {
      return !definition.name().startsWith("δ");
    }
    if (expression instanceof Unary unary) {
      return isForward(unary.argument());
    }
    if (expression instanceof Binary binary) {
      return isForward(binary.left()) && isForward(binary.right());
    }
    if (expression instanceof Mean mean) {
      return isForward(mean.argument());
    }
    return true;
  }

  private static final class Derivation {
    private final CellEquations equations;
    private final Map<Expression, List<Linear>> groups;
    private final Map<Expression, Expression> sums = new HashMap<>();
    private final Map<Linear, Expression> products = new LinkedHashMap<>();
    private final Map<Expression, Definition> names = new HashMap<>();
    private final List<Definition> definitions = new ArrayList<>();

    Derivation(CellEquations equations) {
      this.equations = equations;
      this.groups = equations.products();
    }

    Adjoint adjoint() {
      add(equations.output(), output(equations));
      equations.next().forEach((state, next) -> add(next, carry(state)));
      for (int i = equations.definitions().size() - 1; i >= 0; i--) {
        Definition definition = equations.definitions().get(i);
        Expression total = total(definition);
        if (!isZero(total)) {
          Expression named = named("δ" + definition.name(), total);
          ReverseMode.differentiate(definition, named, this::add);
        }
        for (Expression operand : unnamedOperandsFirstUsedIn(i)) {
          Expression named = named("δ(" + Notation.PLAIN.print(operand) + ")", total(operand));
          ReverseMode.differentiate(operand, named, this::add);
        }
      }
      Map<State, Expression> states = new LinkedHashMap<>();
      for (State state : equations.states()) {
        states.put(state, total(state));
      }
      Expression input = total(new Expression.Input());
      Map<PerUnit, Expression> vectors = new LinkedHashMap<>();
      for (PerUnit vector : equations.vectors()) {
        vectors.put(vector, sum(vector));
      }
      return new Adjoint(List.copyOf(definitions), states, products, input, vectors);
    }

    /**
     * Operands such as r ∘ h that have no name of their own. Every use of one lies in the
     * definition that uses it first or in a later one, so after that definition its adjoint is
     * complete. One that holds another comes before it.
     */
    private List<Expression> unnamedOperandsFirstUsedIn(int index) {
      List<Expression> found = new ArrayList<>();
      for (Expression operand : groups.keySet()) {
        boolean named =
            operand instanceof Expression.Input
                || operand instanceof State
                || operand instanceof Definition;
        if (!named && firstUse(operand) == index) {
          int place = 0;
          while (place < found.size() && !CellEquations.uses(operand, found.get(place))) {
            place++;
          }
          found.add(place, operand);
        }
      }
      return found;
    }

    private int firstUse(Expression operand) {
      int index = 0;
      while (!CellEquations.uses(equations.definitions().get(index).value(), operand)) {
        index++;
      }
      return index;
    }

    private void add(Expression leaf, Expression contribution) {
      sums.merge(leaf, contribution, Expression::plus);
    }

    private Expression sum(Expression leaf) {
      return sums.getOrDefault(leaf, constant(0));
    }

    /**
     * The whole adjoint of a value: what reaches it directly and what comes back through its
     * products.
     */
    private Expression total(Expression value) {
      List<BackProjection.Term> terms = new ArrayList<>();
      for (Linear product : groups.getOrDefault(value, List.of())) {
        Expression adjoint = named("δ(" + Notation.PLAIN.print(product) + ")", sum(product));
        products.put(product, adjoint);
        terms.add(new BackProjection.Term(product.weight(), adjoint));
      }
      Expression direct = sum(value);
      return terms.isEmpty()
          ? direct
          : direct.plus(new BackProjection(terms, equations.width(value)));
    }

    /** Names a formula, or gives the name that an equal one has already. */
    private Expression named(String name, Expression formula) {
      if (formula instanceof Definition || formula instanceof Constant) {
        return formula;
      }
      return names.computeIfAbsent(
          formula,
          unnamed -> {
            Definition definition = new Definition(name, unnamed);
            definitions.add(definition);
            return definition;
          });
    }

    private static boolean isZero(Expression expression) {
      return expression instanceof Constant constant && constant.value() == 0;
    }
  }
}
