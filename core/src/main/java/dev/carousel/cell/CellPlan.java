package dev.carousel.cell;

import dev.carousel.cell.Schedule.Factor;
import dev.carousel.cell.View.Buffer;
import dev.carousel.cell.View.RowRule;
import dev.carousel.expression.BinaryOperator;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a cell is executed over a sequence: which products are added up where and which of them leave
 * the time loop, what each step does in which order, what is saved for the adjoint and what is
 * computed again, and what is summed after the last step.
 *
 * <p>Products with the input need no state, so they are computed for a few steps at once; the
 * others are computed step by step. The gradients of all weights are products over steps and rows
 * after the loop. Every value has a buffer of its own, so that whatever is computed runs over
 * adjacent numbers.
 */
final class CellPlan {
  private static final View VECTORS = new View(Buffer.VECTORS, 0, RowRule.SHARED);
  private static final View VECTOR_GRADIENTS = new View(Buffer.VECTOR_GRADIENTS, 0, RowRule.SHARED);
  private static final View OUTPUT = new View(Buffer.OUTPUT, 0, RowRule.PACKED);
  private static final View OUTPUT_ADJOINT = new View(Buffer.OUTPUT_ADJOINT, 0, RowRule.PACKED);

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
   * A product of the input, computed for a few steps before the first of them.
   *
   * @param weight which of the cell's weights
   * @param sum the sum of which it is a part, by its number in the buffer {@link Buffer#PRODUCTS}
   * @param begins whether it is the sum's first
   * @param vector the column of the vector that is part of the sum, if it is the first and there is
   *     one
   */
  record InputProduct(int weight, int sum, boolean begins, OptionalInt vector) {}

  /**
   * One direction of execution.
   *
   * @param schedule the work of a step
   * @param sums for each sum of products its buffer
   * @param saved where values are kept: in a buffer {@link Buffer#SAVED}, or in that of a sum that
   *     nothing else is computed from
   */
  record Forward(Schedule schedule, List<View> sums, Map<Expression, View> saved) {}

  /**
   * The adjoint execution.
   *
   * @param schedule the work of a step
   * @param adjoints where the adjoint of each weight's product is: in a buffer {@link
   *     Buffer#PRODUCT_ADJOINTS}, or in that of a value that the adjoint has no more use for;
   *     products with equal adjoints share one
   * @param sums the buffers that the sums read and write
   * @param vectorSums adds up the gradients of the trainable vectors, after the last step
   */
  record Backward(
      Schedule schedule, List<View> adjoints, List<View> sums, PointwiseProgram vectorSums) {}

  private final CellEquations equations;
  private final int units;
  private final List<Group> groups = new ArrayList<>();
  private final List<Linear> weights = new ArrayList<>();
  private final List<AffineSum> sums;
  private final List<InputProduct> inputProducts = new ArrayList<>();
  private final OptionalInt outputState;
  private final Forward training;
  private final Forward inference;
  private final Backward backward;

  CellPlan(CellEquations equations) {
    this.equations = equations;
    this.units = equations.units();
    equations
        .products()
        .forEach((operand, products) -> groups.add(new Group(operand, List.copyOf(products))));
    groups.forEach(group -> weights.addAll(group.products()));
    sums = AffineSum.of(equations);
    int same = List.copyOf(equations.next().values()).indexOf(equations.output());
    outputState = same < 0 ? OptionalInt.empty() : OptionalInt.of(same);
    for (int s = 0; s < sums.size(); s++) {
      addInputProducts(s);
    }
    Adjoint adjoint = Adjoint.of(equations);
    Set<Expression> operands = new LinkedHashSet<>();
    for (Group group : groups) {
      if (!group.ofInput() && !(group.operand() instanceof State)) {
        operands.add(group.operand());
      }
    }
    Needs needs = new Needs(adjoint, operands);
    inference = forward(operands, RowRule.BATCH, Set.of());
    training = forward(needs.saved, RowRule.PACKED, needs.sums);
    backward = backward(adjoint);
  }

  private void addInputProducts(int s) {
    AffineSum sum = sums.get(s);
    OptionalInt vector =
        sum.vector().map(v -> OptionalInt.of(column(v))).orElse(OptionalInt.empty());
    boolean begins = true;
    for (Linear product : sum.products()) {
      if (product.operand() instanceof Input) {
        inputProducts.add(
            new InputProduct(
                weights.indexOf(product), s, begins, begins ? vector : OptionalInt.empty()));
        begins = false;
      }
    }
  }

  private int column(PerUnit vector) {
    return equations.vectors().indexOf(vector) * units;
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

  List<InputProduct> inputProducts() {
    return inputProducts;
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

  private Forward forward(Set<Expression> saved, RowRule savedRows, Set<Expression> keptSums) {
    // A value that is a function of one sum alone, and of which nothing else is, takes its place.
    Map<Expression, AffineSum> hosts = new HashMap<>();
    for (Expression value : savedRows == RowRule.PACKED ? saved : Set.<Expression>of()) {
      argument(value)
          .filter(sum -> sum.uses() == 1 && !keptSums.contains(sum.value()))
          .ifPresent(sum -> hosts.put(value, sum));
    }
    List<View> sumViews = new ArrayList<>();
    for (int s = 0; s < sums.size(); s++) {
      AffineSum sum = sums.get(s);
      boolean kept = hosts.containsValue(sum) || keptSums.contains(sum.value());
      RowRule rows = kept ? RowRule.PACKED : sum.ofInput() ? RowRule.WINDOW : RowRule.BATCH;
      sumViews.add(new View(Buffer.PRODUCTS, s, rows));
    }
    Map<Expression, View> views = new LinkedHashMap<>();
    int buffers = 0;
    for (Expression value : saved) {
      AffineSum host = hosts.get(value);
      views.put(
          value,
          host != null
              ? sumViews.get(sums.indexOf(host))
              : new View(Buffer.SAVED, buffers++, savedRows));
    }
    Schedule.Builder schedule = new Schedule.Builder();
    giveVectors(schedule);
    giveStates(schedule);
    for (int s = 0; s < sums.size(); s++) {
      AffineSum sum = sums.get(s);
      List<Factor> factors = new ArrayList<>();
      for (Linear product : sum.products()) {
        if (!(product.operand() instanceof Input)) {
          View left = operand(product.operand(), views);
          factors.add(new Factor(weights.indexOf(product), product.operand(), left));
        }
      }
      schedule.sum(sum.value(), factors, sum.vector(), sum.ofInput(), sumViews.get(s));
    }
    views.forEach(schedule::wanted);
    List<State> states = equations.states();
    for (int k = 0; k < states.size(); k++) {
      schedule.wanted(equations.next().get(states.get(k)), new View(Buffer.STATE, k, RowRule.NEXT));
    }
    if (outputState.isEmpty()) {
      schedule.wanted(equations.output(), OUTPUT);
    }
    return new Forward(schedule.build(), sumViews, views);
  }

  /** The sum that a value is a function of, if it is one of nothing else. */
  private Optional<AffineSum> argument(Expression value) {
    Expression formula = value instanceof Definition named ? named.value() : value;
    return formula instanceof Unary unary
        ? sums.stream().filter(sum -> sum.value().equals(unary.argument())).findFirst()
        : Optional.empty();
  }

  /** Where the operand of a recurrent product is read. */
  private View operand(Expression operand, Map<Expression, View> saved) {
    return operand instanceof State state
        ? new View(Buffer.STATE, equations.states().indexOf(state), RowRule.PREVIOUS)
        : saved.get(operand);
  }

  /** Where a group's operand stands after a training pass; the input has a tensor of its own. */
  View operandAfterTraining(int group) {
    return operand(groups.get(group).operand(), training.saved());
  }

  private Backward backward(Adjoint adjoint) {
    List<Expression> adjoints =
        weights.stream().map(weight -> adjoint.products().get(weight)).distinct().toList();
    List<View> apart = new ArrayList<>();
    for (int i = 0; i < adjoints.size(); i++) {
      apart.add(new View(Buffer.PRODUCT_ADJOINTS, i, RowRule.PACKED));
    }
    Backward backward = backward(adjoint, adjoints, apart);
    List<View> inPlace = inPlace(adjoint, adjoints, apart, backward);
    return inPlace.equals(apart) ? backward : backward(adjoint, adjoints, inPlace);
  }

  /**
   * Puts the adjoint of a product where the function of it was saved, if that is not read any more
   * once the adjoint is written.
   */
  private List<View> inPlace(
      Adjoint adjoint, List<Expression> adjoints, List<View> apart, Backward backward) {
    List<View> inPlace = new ArrayList<>(apart);
    Set<View> kept = new HashSet<>();
    for (PointwiseProgram.Source source : backward.vectorSums().sources()) {
      if (source instanceof PointwiseProgram.Rows rows) {
        kept.add(backward.sums().get(rows.tensor()));
      }
    }
    for (int g = 0; g < groups.size(); g++) {
      if (!groups.get(g).ofInput()) {
        kept.add(operandAfterTraining(g));
      }
    }
    training
        .saved()
        .forEach(
            (value, view) -> {
              Optional<AffineSum> sum = argument(value);
              if (sum.isEmpty() || kept.contains(view)) {
                return;
              }
              Expression product = adjoint.products().get(sum.get().products().get(0));
              int index = adjoints.indexOf(product);
              Schedule schedule = backward.schedule();
              if (schedule.lastRead(view) <= schedule.written(apart.get(index))
                  && inPlace.get(index).equals(apart.get(index))) {
                inPlace.set(index, view);
              }
            });
    return inPlace;
  }

  private Backward backward(Adjoint adjoint, List<Expression> adjoints, List<View> views) {
    Schedule.Builder schedule = new Schedule.Builder();
    giveVectors(schedule);
    Map<Expression, View> forwardValues = viewsAfterTraining();
    forwardValues.forEach(schedule::given);
    schedule.given(Adjoint.OUTPUT, OUTPUT_ADJOINT);
    List<State> states = equations.states();
    Map<State, View> carries = new HashMap<>();
    for (int k = 0; k < states.size(); k++) {
      schedule.given(Adjoint.carry(states.get(k)), new View(Buffer.CARRY, k, RowRule.BATCH));
      carries.put(states.get(k), new View(Buffer.NEXT_CARRY, k, RowRule.BATCH));
    }
    for (int i = 0; i < adjoints.size(); i++) {
      schedule.wanted(adjoints.get(i), views.get(i));
    }
    List<View> adjointOf =
        weights.stream()
            .map(weight -> views.get(adjoints.indexOf(adjoint.products().get(weight))))
            .toList();
    for (int g = 0; g < groups.size(); g++) {
      Group group = groups.get(g);
      if (group.ofInput()) {
        continue;
      }
      List<Factor> factors = new ArrayList<>();
      for (Linear product : group.products()) {
        int weight = weights.indexOf(product);
        factors.add(new Factor(weight, adjoint.products().get(product), adjointOf.get(weight)));
      }
      Expression whole = adjoint.states().get(group.operand());
      if (whole instanceof BackProjection) {
        schedule.wantedSum(factors, carries.remove(group.operand()));
      } else if (whole instanceof Binary sum
          && sum.operator() == BinaryOperator.PLUS
          && sum.right() instanceof BackProjection) {
        // What comes back through the products is added to the rest in place.
        schedule.wantedPlus(sum.left(), factors, carries.remove(group.operand()));
      } else {
        View into = new View(Buffer.BACK_PROJECTION, g, RowRule.BATCH);
        schedule.sum(projection(group, adjoint), factors, Optional.empty(), false, into);
      }
    }
    for (State state : states) {
      if (carries.containsKey(state)) {
        schedule.wanted(adjoint.states().get(state), carries.get(state));
      }
    }
    return withSums(adjoint, schedule, forwardValues, adjoints, views, adjointOf);
  }

  /**
   * Decides how the gradients of the vectors are summed: from what the steps leave behind, or from
   * sums of their own.
   */
  private Backward withSums(
      Adjoint adjoint,
      Schedule.Builder schedule,
      Map<Expression, View> forwardValues,
      List<Expression> adjoints,
      List<View> views,
      List<View> adjointOf) {
    Sums after = new Sums();
    for (PerUnit vector : equations.vectors()) {
      after.vector(vector, VECTORS, column(vector));
    }
    for (int i = 0; i < adjoints.size(); i++) {
      after.rows(adjoints.get(i), views.get(i));
      if (adjoints.get(i) instanceof Definition named) {
        after.rows(named.value(), views.get(i));
      }
    }
    forwardValues.forEach(
        (value, view) -> {
          if (!views.contains(view)) {
            after.rows(value, view);
          }
        });
    int savedAdjoints = 0;
    for (Expression gradient : adjoint.vectors().values()) {
      if (!after.canCompute(gradient)) {
        View view = new View(Buffer.SAVED_ADJOINTS, savedAdjoints++, RowRule.PACKED);
        schedule.wanted(gradient, view);
        after.rows(gradient, view);
      }
    }
    PointwiseProgram.Builder program = new PointwiseProgram.Builder(after.leaves);
    int target = after.number(VECTOR_GRADIENTS);
    adjoint
        .vectors()
        .forEach(
            (vector, gradient) ->
                program.sink(gradient, target, column(vector), Sink.Mode.ADD_OVER_ROWS));
    PointwiseProgram vectorSums = program.build();
    return new Backward(schedule.build(), adjointOf, after.views, vectorSums);
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
    for (PerUnit vector : equations.vectors()) {
      schedule.shared(vector, VECTORS, column(vector));
    }
  }

  private void giveStates(Schedule.Builder schedule) {
    List<State> states = equations.states();
    for (int k = 0; k < states.size(); k++) {
      schedule.given(states.get(k), new View(Buffer.STATE, k, RowRule.PREVIOUS));
    }
  }

  /** Where a training pass leaves the values that the adjoint may read. */
  private Map<Expression, View> viewsAfterTraining() {
    Map<Expression, View> views = new LinkedHashMap<>();
    List<State> states = equations.states();
    for (int k = 0; k < states.size(); k++) {
      views.put(states.get(k), new View(Buffer.STATE, k, RowRule.PREVIOUS));
      views.put(equations.next().get(states.get(k)), new View(Buffer.STATE, k, RowRule.NEXT));
    }
    for (int s = 0; s < sums.size(); s++) {
      View view = training.sums().get(s);
      if (view.rows() == RowRule.PACKED && !training.saved().containsValue(view)) {
        views.put(sums.get(s).value(), view);
      }
    }
    views.putAll(training.saved());
    return views;
  }

  /**
   * Finds the values of the forward step that the adjoint reads: what is cheap is computed again,
   * the rest is saved.
   */
  private final class Needs {
    final Set<Expression> saved;
    final Set<Expression> sums = new HashSet<>();
    private final Set<Expression> allSums = new HashSet<>();

    Needs(Adjoint adjoint, Set<Expression> operands) {
      saved = new LinkedHashSet<>(operands);
      CellPlan.this.sums.forEach(sum -> allSums.add(sum.value()));
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
      if (allSums.contains(value)) {
        sums.add(value);
      } else if (value instanceof Definition definition) {
        if (!equations.next().containsValue(definition)) {
          saved.add(definition);
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

    void rows(Expression value, View view) {
      leaves.putIfAbsent(value, new PointwiseProgram.Rows(number(view), 0));
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
