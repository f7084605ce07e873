package dev.carousel.cell;

import dev.carousel.cell.BackwardPlan.Backward;
import dev.carousel.cell.ForwardPlan.Forward;
import dev.carousel.cell.View.RowRule;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Linear;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a cell is executed over a sequence: which products are added up where and which of them leave
 * the time loop, what each step does in which order, what is saved for the adjoint and what is
 * computed again, and what is summed after the last step.
 *
 * <p>Inference executes other equations than training where there are masks, with the same weights.
 *
 * <p>Products with the input need no state, so they are computed for a few steps at once; the
 * others are computed step by step. The gradients of all weights are products over steps and rows
 * after the loop. Every value has a buffer of its own, so that whatever is computed runs over
 * adjacent numbers.
 */
final class CellPlan {
  /**
   * Products with one operand.
   *
   * @param operand what is multiplied
   * @param products the products, in the order in which their weights are stacked
   */
  record Group(Expression operand, List<Linear> products) {
    boolean ofInput() {
      return CellEquations.isOfInput(operand);
    }
  }

  private final CellEquations equations;
  private final List<Group> groups = new ArrayList<>();
  private final OptionalInt outputState;
  private final Forward training;
  private final Forward inference;
  private final Backward backward;

  CellPlan(CellEquations equations) {
    this.equations = equations;
    equations
        .products()
        .forEach((operand, products) -> groups.add(new Group(operand, List.copyOf(products))));
    ForwardPlan forward = new ForwardPlan(equations, equations);
    Adjoint adjoint = Adjoint.of(equations);
    ForwardNeeds needs = new ForwardNeeds(equations, adjoint, forward.sums());
    outputState = forward.outputState();
    training = forward.forward(needs.values(), RowRule.PACKED, needs.sums());
    inference = new ForwardPlan(equations.expected(), equations).forward();
    backward = new BackwardPlan(equations, groups, adjoint, forward, training).backward();
  }

  CellEquations equations() {
    return equations;
  }

  List<Group> groups() {
    return groups;
  }

  /** The state that is also the output, so that one buffer holds both. */
  OptionalInt outputState() {
    return outputState;
  }

  Forward training() {
    return training;
  }

  Forward inference() {
    return inference;
  }

  /**
   * The inference that keeps every named value of every step, wherever it is computed. Planned when
   * it is asked for, which few ever do.
   */
  Forward tracing() {
    CellEquations expected = equations.expected();
    Set<Expression> named = new LinkedHashSet<>();
    for (Definition definition : expected.definitions()) {
      if (!expected.next().containsValue(definition)) {
        named.add(definition);
      }
    }
    return new ForwardPlan(expected, equations).forward(named, RowRule.PACKED, Set.of());
  }

  Backward backward() {
    return backward;
  }

  /** Where a group's operand stands after a training pass. */
  View operandAfterTraining(int group) {
    return training.operands().get(groups.get(group).operand());
  }
}
