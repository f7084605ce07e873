package dev.carousel.cell;

import dev.carousel.cell.Schedule.Place;
import dev.carousel.cell.View.Buffer;
import dev.carousel.cell.View.RowRule;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How a cell is executed over a sequence: which products are stacked and which of them leave the
 * time loop, what each step does in which order, what is saved for the adjoint and what is computed
 * again, and what is summed after the last step.
 *
 * <p>Products with the input need no state, so they are computed for all steps at once; the other
 * products are stacked by operand and computed step by step. The gradients of all weights are
 * products over steps and rows after the loop.
 */
final class CellPlan {
  private static final View VECTORS = new View(Buffer.VECTORS, 0, RowRule.SHARED);
  private static final View VECTOR_GRADIENTS = new View(Buffer.VECTOR_GRADIENTS, 0, RowRule.SHARED);
  private static final View OUTPUT = new View(Buffer.OUTPUT, 0, RowRule.PACKED);
  private static final View OUTPUT_ADJOINT = new View(Buffer.OUTPUT_ADJOINT, 0, RowRule.PACKED);
  private static final View SAVED_ADJOINTS = new View(Buffer.SAVED_ADJOINTS, 0, RowRule.PACKED);

  /**
   * Products with one operand.
   *
   * @param operand what is multiplied
   * @param products the products, in the order in which their weights are stacked
   */
  record Group(Expression operand, List<Linear> products) {
    boolean ofInput() {
      return operand instanceof Input;
    }
  }

  /**
   * One direction of execution.
   *
   * @param schedule the work of a step
   * @param saved the values in the buffer {@link Buffer#SAVED}, in the order of their columns
   */
  record Forward(Schedule schedule, List<Expression> saved) {}

  /**
   * The adjoint execution.
   *
   * @param schedule the work of a step
   * @param adjointSlab for each group, the group whose buffer holds the adjoints of its products;
   *     groups with equal adjoints share one
   * @param savedAdjoints how many vectors wide the buffer {@link Buffer#SAVED_ADJOINTS} is
   * @param sums the buffers that the sums read and write
   * @param vectorSums adds up the gradients of the trainable vectors, after the last step
   */
  record Backward(
      Schedule schedule,
      int[] adjointSlab,
      int savedAdjoints,
      List<View> sums,
      PointwiseProgram vectorSums) {}

  private final CellEquations equations;
  private final int units;
  private final List<Group> groups = new ArrayList<>();
  private final Forward training;
  private final Forward inference;
  private final Backward backward;

  CellPlan(CellEquations equations) {
    this.equations = equations;
    this.units = equations.units();
    equations
        .products()
        .forEach((operand, products) -> groups.add(new Group(operand, List.copyOf(products))));
    Adjoint adjoint = Adjoint.of(equations);
    Set<Expression> operands = new LinkedHashSet<>();
    for (Group group : groups) {
      if (!group.ofInput() && !(group.operand() instanceof State)) {
        operands.add(group.operand());
      }
    }
    Set<Expression> saved = new LinkedHashSet<>(operands);
    new Needs(adjoint, saved).collect();
    inference = forward(List.copyOf(operands), RowRule.BATCH);
    training = forward(List.copyOf(saved), RowRule.PACKED);
    backward = backward(adjoint);
  }

  CellEquations equations() {
    return equations;
  }

  List<Group> groups() {
    return groups;
  }

  Forward training() {
    return training;
  }

  Forward inference() {
    return inference;
  }

  Backward backward() {
    return backward;
  }

  private Forward forward(List<Expression> saved, RowRule savedRows) {
    Schedule.Builder schedule = new Schedule.Builder();
    giveVectors(schedule);
    giveStates(schedule);
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      View view = products(g);
      for (int i = 0; i < group.products().size(); i++) {
        Place place = new Place(view, i * units);
        if (group.ofInput()) {
          schedule.given(group.products().get(i), place);
        } else {
          Place left = operand(group.operand(), saved, savedRows);
          schedule.product(group.products().get(i), g, left, place);
        }
      }
    }
    for (int i = 0; i < saved.size(); i++) {
      schedule.wanted(saved.get(i), new Place(new View(Buffer.SAVED, 0, savedRows), i * units));
    }
    List<State> states = equations.states();
    for (int k = 0; k < states.size(); k++) {
      schedule.wanted(
          equations.next().get(states.get(k)),
          new Place(new View(Buffer.STATE, k, RowRule.NEXT), 0));
    }
    schedule.wanted(equations.output(), new Place(OUTPUT, 0));
    return new Forward(schedule.build(), saved);
  }

  private View products(int group) {
    boolean ofInput = groups.get(group).ofInput();
    return new View(Buffer.PRODUCTS, group, ofInput ? RowRule.PACKED : RowRule.BATCH);
  }

  /** Where the operand of a recurrent product is read. */
  private Place operand(Expression operand, List<Expression> saved, RowRule savedRows) {
    return operand instanceof State state
        ? new Place(new View(Buffer.STATE, equations.states().indexOf(state), RowRule.PREVIOUS), 0)
        : new Place(new View(Buffer.SAVED, 0, savedRows), saved.indexOf(operand) * units);
  }

  /** Where a group's operand stands after a training pass; the input has a tensor of its own. */
  Place operandAfterTraining(int group) {
    return operand(groups.get(group).operand(), training.saved(), RowRule.PACKED);
  }

  private Backward backward(Adjoint adjoint) {
    Schedule.Builder schedule = new Schedule.Builder();
    giveVectors(schedule);
    Map<Expression, Place> forwardValues = placesAfterTraining();
    forwardValues.forEach(schedule::given);
    schedule.given(Adjoint.OUTPUT, new Place(OUTPUT_ADJOINT, 0));
    List<State> states = equations.states();
    for (int k = 0; k < states.size(); k++) {
      schedule.given(
          Adjoint.carry(states.get(k)), new Place(new View(Buffer.CARRY, k, RowRule.BATCH), 0));
    }
    int[] slab = new int[groups.size()];
    List<List<Expression>> slabs = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      List<Expression> adjoints =
          groups.get(g).products().stream().map(adjoint.products()::get).toList();
      slabs.add(adjoints);
      slab[g] = slabs.indexOf(adjoints);
      if (!groups.get(g).ofInput()) {
        BackProjection projection = projection(groups.get(g), adjoint);
        schedule.product(
            projection,
            g,
            new Place(new View(Buffer.PRODUCT_ADJOINTS, slab[g], RowRule.PACKED), 0),
            new Place(new View(Buffer.BACK_PROJECTION, g, RowRule.BATCH), 0));
      }
      if (slab[g] == g) {
        View view = new View(Buffer.PRODUCT_ADJOINTS, g, RowRule.PACKED);
        for (int i = 0; i < adjoints.size(); i++) {
          schedule.wanted(adjoints.get(i), new Place(view, i * units));
        }
      }
    }
    for (int k = 0; k < states.size(); k++) {
      schedule.wanted(
          adjoint.states().get(states.get(k)),
          new Place(new View(Buffer.NEXT_CARRY, k, RowRule.BATCH), 0));
    }
    return withSums(adjoint, schedule, forwardValues, slab);
  }

  /**
   * Decides how the gradients of the vectors are summed: from what the steps leave behind, or from
   * sums of their own.
   */
  private Backward withSums(
      Adjoint adjoint,
      Schedule.Builder schedule,
      Map<Expression, Place> forwardValues,
      int[] slab) {
    Sums sums = new Sums();
    for (int v = 0; v < equations.vectors().size(); v++) {
      sums.vector(equations.vectors().get(v), VECTORS, v * units);
    }
    forwardValues.forEach((value, place) -> sums.rows(value, place.view(), place.column()));
    for (int g = 0; g < groups.size(); g++) {
      List<Linear> products = groups.get(g).products();
      for (int i = 0; i < products.size(); i++) {
        sums.rows(
            adjoint.products().get(products.get(i)),
            new View(Buffer.PRODUCT_ADJOINTS, slab[g], RowRule.PACKED),
            i * units);
      }
    }
    int savedAdjoints = 0;
    for (Expression gradient : adjoint.vectors().values()) {
      if (!sums.canCompute(gradient)) {
        int column = savedAdjoints++ * units;
        schedule.wanted(gradient, new Place(SAVED_ADJOINTS, column));
        sums.rows(gradient, SAVED_ADJOINTS, column);
      }
    }
    PointwiseProgram.Builder program = new PointwiseProgram.Builder(sums.leaves);
    int target = sums.number(VECTOR_GRADIENTS);
    int column = 0;
    for (Expression gradient : adjoint.vectors().values()) {
      program.sink(gradient, target, column, Sink.Mode.ADD_OVER_ROWS);
      column += units;
    }
    return new Backward(schedule.build(), slab, savedAdjoints, sums.views, program.build());
  }

  /** The back-projection of a group, equal to the one that the adjoint equations hold. */
  private static BackProjection projection(Group group, Adjoint adjoint) {
    return new BackProjection(
        group.products().stream()
            .map(
                product ->
                    new BackProjection.Term(product.weight(), adjoint.products().get(product)))
            .toList());
  }

  private void giveVectors(Schedule.Builder schedule) {
    List<PerUnit> vectors = equations.vectors();
    for (int v = 0; v < vectors.size(); v++) {
      schedule.shared(vectors.get(v), new Place(VECTORS, v * units));
    }
  }

  private void giveStates(Schedule.Builder schedule) {
    List<State> states = equations.states();
    for (int k = 0; k < states.size(); k++) {
      schedule.given(states.get(k), new Place(new View(Buffer.STATE, k, RowRule.PREVIOUS), 0));
    }
  }

  /** Where a training pass leaves the values that the adjoint may read. */
  private Map<Expression, Place> placesAfterTraining() {
    Map<Expression, Place> places = new LinkedHashMap<>();
    List<State> states = equations.states();
    for (int k = 0; k < states.size(); k++) {
      places.put(states.get(k), new Place(new View(Buffer.STATE, k, RowRule.PREVIOUS), 0));
      places.put(
          equations.next().get(states.get(k)),
          new Place(new View(Buffer.STATE, k, RowRule.NEXT), 0));
    }
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      for (int i = 0; group.ofInput() && i < group.products().size(); i++) {
        places.put(group.products().get(i), new Place(products(g), i * units));
      }
    }
    for (int i = 0; i < training.saved().size(); i++) {
      places.put(
          training.saved().get(i), new Place(new View(Buffer.SAVED, 0, RowRule.PACKED), i * units));
    }
    return places;
  }

  /**
   * Finds the values of the forward step that the adjoint reads: what is cheap is computed again,
   * the rest is saved.
   */
  private final class Needs {
    private final Adjoint adjoint;
    private final Set<Expression> saved;

    Needs(Adjoint adjoint, Set<Expression> saved) {
      this.adjoint = adjoint;
      this.saved = saved;
    }

    void collect() {
      adjoint.definitions().forEach(definition -> walk(definition.value()));
      adjoint.states().values().forEach(this::walk);
      adjoint.vectors().values().forEach(this::walk);
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
      if (value instanceof Definition definition) {
        if (!equations.next().containsValue(definition)) {
          saved.add(definition);
        }
      } else if (value instanceof Linear linear) {
        if (!(linear.operand() instanceof Input)) {
          saved.add(linear);
        }
      } else if (value instanceof Unary unary) {
        if (unary.operator().costly()) {
          saved.add(unary);
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

  /** What can be read after the last step. */
  private static final class Sums {
    final List<View> views = new ArrayList<>();
    final Map<Expression, PointwiseProgram.Source> leaves = new HashMap<>();

    void rows(Expression value, View view, int column) {
      leaves.putIfAbsent(value, new PointwiseProgram.Rows(number(view), column));
    }

    void vector(Expression value, View view, int column) {
      leaves.put(value, new PointwiseProgram.Vector(number(view), column));
    }

    int number(View view) {
      int index = views.indexOf(view);
      if (index < 0) {
        index = views.size();
        views.add(view);
      }
      return index;
    }

    boolean canCompute(Expression value) {
      if (leaves.containsKey(value) || value instanceof Constant) {
        return true;
      }
      if (value instanceof Definition definition) {
        return canCompute(definition.value());
      }
      if (value instanceof Unary unary) {
        return canCompute(unary.argument());
      }
      if (value instanceof Binary binary) {
        return canCompute(binary.left()) && canCompute(binary.right());
      }
      return value instanceof Mean mean && canCompute(mean.argument());
    }
  }
}
