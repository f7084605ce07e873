package dev.carousel.cell;

import dev.carousel.cell.Schedule.Factor;
import dev.carousel.cell.View.Buffer;
import dev.carousel.cell.View.RowRule;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mask;
import dev.carousel.expression.Expression.PerUnit;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How a cell's equations are executed forwards: which products are added up where, which of them
 * leave the time loop, and where values are kept.
 */
final class ForwardPlan {
  private static final View INPUT =
      new View(Buffer.INPUT, 0, RowRule.PACKED, Expression.INPUT_WIDTH);

  /**
   * A product of the input, or of something made from it, computed for a few steps before the first
   * of them.
   *
   * @param weight which of the cell's weights
   * @param operand where what is multiplied is
   * @param sum where the sum is of which it is a part
   * @param begins whether it is the sum's first
   * @param vector the column of the vector that is part of the sum, if it is the first and there is
   *     one
   */
  record InputProduct(int weight, View operand, View sum, boolean begins, OptionalInt vector) {}

  /**
   * One execution.
   *
   * @param inputs the work on the input before it is multiplied, if there is any
   * @param inputProducts the products of the input, in order
   * @param schedule the work of a step
   * @param sums for each sum of products its buffer
   * @param operands where what is multiplied with weights is, and whatever else is kept of what is
   *     made from the input
   * @param saved where other values are kept: in a buffer {@link Buffer#SAVED}, or in that of a sum
   *     that nothing else is computed from
   */
  record Forward(
      Optional<Schedule> inputs,
      List<InputProduct> inputProducts,
      Schedule schedule,
      List<View> sums,
      Map<Expression, View> operands,
      Map<Expression, View> saved) {}

  private final CellEquations equations;
  private final List<String> weights;
  private final List<PerUnit> numbered;
  private final List<AffineSum> sums;
  private final View vectors;
  private final View output;
  private final OptionalInt outputState;

  /**
   * Plans equations.
   *
   * @param equations what is executed
   * @param trained the equations whose weights and vectors are laid out; these have no others
   */
  ForwardPlan(CellEquations equations, CellEquations trained) {
    this.equations = equations;
    weights =
        trained.products().values().stream().flatMap(List::stream).map(Linear::weight).toList();
    numbered = trained.vectors();
    sums = AffineSum.of(equations);
    int elements = numbered.stream().mapToInt(PerUnit::width).sum();
    vectors = new View(Buffer.VECTORS, 0, RowRule.SHARED, elements);
    output = new View(Buffer.OUTPUT, 0, RowRule.PACKED, equations.outputs());
    int same = List.copyOf(equations.next().values()).indexOf(equations.output());
    outputState = same < 0 ? OptionalInt.empty() : OptionalInt.of(same);
  }

  List<AffineSum> sums() {
    return sums;
  }

  /** The state that is also the output, so that one buffer holds both. */
  OptionalInt outputState() {
    return outputState;
  }

  /** The trainable vectors, all in one row. */
  View vectors() {
    return vectors;
  }

  /** Where a vector begins among all. */
  int column(PerUnit vector) {
    return numbered.subList(0, numbered.indexOf(vector)).stream().mapToInt(PerUnit::width).sum();
  }

  /** Rows of a state's buffer. */
  View state(State state, RowRule rows) {
    return new View(Buffer.STATE, equations.states().indexOf(state), rows, state.width());
  }

  /** What was drawn of a mask. */
  View mask(Mask mask) {
    RowRule rows = mask.draw() == Mask.Draw.EACH_STEP ? RowRule.PACKED : RowRule.BATCH;
    return new View(Buffer.MASKS, equations.masks().indexOf(mask), rows, mask.width());
  }

  /** Says where vectors, masks and states are. */
  void giveLeaves(Schedule.Builder schedule) {
    for (Mask mask : equations.masks()) {
      if (!CellEquations.isOfInput(mask)) {
        schedule.given(mask, mask(mask));
      }
    }
    for (PerUnit vector : equations.vectors()) {
      schedule.shared(vector, vectors, column(vector));
    }
    for (State state : equations.states()) {
      schedule.given(state, state(state, RowRule.PREVIOUS));
    }
  }

  /** Says where the input and its masks are. */
  void giveInput(Schedule.Builder schedule) {
    schedule.given(new Input(), INPUT);
    for (Mask mask : equations.masks()) {
      if (CellEquations.isOfInput(mask)) {
        schedule.given(mask, mask(mask));
      }
    }
  }

  /** The sum that a value is a function of, if it is one of nothing else. */
  Optional<AffineSum> argument(Expression value) {
    Expression formula = value instanceof Definition named ? named.value() : value;
    return formula instanceof Unary unary
        ? sums.stream().filter(sum -> sum.value().equals(unary.argument())).findFirst()
        : Optional.empty();
  }

  /** An execution that keeps nothing but what it multiplies. */
  Forward forward() {
    return forward(Set.of(), RowRule.BATCH, Set.of());
  }

  /**
   * An execution that keeps values.
   *
   * @param kept the values
   * @param rows which rows are kept, {@link RowRule#PACKED} for those of all steps
   * @param keptSums sums that are kept as they are
   */
  Forward forward(Set<Expression> kept, RowRule rows, Set<Expression> keptSums) {
    Set<Expression> saved = new LinkedHashSet<>();
    for (Expression operand : equations.products().keySet()) {
      if (!CellEquations.isOfInput(operand) && !(operand instanceof State)) {
        saved.add(operand);
      }
    }
    Set<Expression> made = new LinkedHashSet<>(equations.products().keySet());
    for (Expression value : kept) {
      (CellEquations.isOfInput(value) ? made : saved).add(value);
    }
    // A value that is a function of one sum alone, and of which nothing else is, takes its place.
    Map<Expression, AffineSum> hosts = new HashMap<>();
    for (Expression value : rows == RowRule.PACKED ? saved : Set.<Expression>of()) {
      argument(value)
          .filter(sum -> sum.uses() == 1 && !keptSums.contains(sum.value()))
          .ifPresent(sum -> hosts.put(value, sum));
    }
    List<View> sumViews = new ArrayList<>();
    for (int s = 0; s < sums.size(); s++) {
      AffineSum sum = sums.get(s);
      boolean keeps = hosts.containsValue(sum) || keptSums.contains(sum.value());
      RowRule sumRows = keeps ? RowRule.PACKED : sum.ofInput() ? RowRule.WINDOW : RowRule.BATCH;
      sumViews.add(new View(Buffer.PRODUCTS, s, sumRows, sum.value().width()));
    }
    Map<Expression, View> views = new LinkedHashMap<>();
    int buffers = 0;
    for (Expression value : saved) {
      AffineSum host = hosts.get(value);
      views.put(
          value,
          host != null
              ? sumViews.get(sums.indexOf(host))
              : new View(Buffer.SAVED, buffers++, rows, equations.width(value)));
    }
    Map<Expression, View> operands = operands(made, views, rows);
    return new Forward(
        inputs(operands),
        inputProducts(operands, sumViews),
        schedule(operands, sumViews, views),
        sumViews,
        operands,
        views);
  }

  /** Where the operands of products are read, and other things that are made from the input. */
  private Map<Expression, View> operands(
      Set<Expression> all, Map<Expression, View> saved, RowRule rows) {
    Map<Expression, View> operands = new LinkedHashMap<>();
    RowRule inputRows = rows == RowRule.PACKED ? RowRule.PACKED : RowRule.WINDOW;
    int made = 0;
    for (Expression operand : all) {
      View view;
      if (operand instanceof Input) {
        view = INPUT;
      } else if (CellEquations.isOfInput(operand)) {
        view = new View(Buffer.INPUT_OPERANDS, made++, inputRows, Expression.INPUT_WIDTH);
      } else if (operand instanceof State state) {
        view = state(state, RowRule.PREVIOUS);
      } else {
        view = saved.get(operand);
      }
      operands.put(operand, view);
    }
    return operands;
  }

  private Optional<Schedule> inputs(Map<Expression, View> operands) {
    Schedule.Builder schedule = new Schedule.Builder();
    giveInput(schedule);
    operands.forEach(
        (operand, view) -> {
          if (view.buffer() == Buffer.INPUT_OPERANDS) {
            schedule.wanted(operand, view);
          }
        });
    return schedule.isWanted() ? Optional.of(schedule.build()) : Optional.empty();
  }

  private List<InputProduct> inputProducts(Map<Expression, View> operands, List<View> sumViews) {
    List<InputProduct> products = new ArrayList<>();
    for (int s = 0; s < sums.size(); s++) {
      AffineSum sum = sums.get(s);
      OptionalInt vector =
          sum.vector().map(v -> OptionalInt.of(column(v))).orElse(OptionalInt.empty());
      boolean begins = true;
      for (Linear product : sum.products()) {
        if (CellEquations.isOfInput(product.operand())) {
          products.add(
              new InputProduct(
                  weights.indexOf(product.weight()),
                  operands.get(product.operand()),
                  sumViews.get(s),
                  begins,
                  begins ? vector : OptionalInt.empty()));
          begins = false;
        }
      }
    }
    return products;
  }

  private Schedule schedule(
      Map<Expression, View> operands, List<View> sumViews, Map<Expression, View> saved) {
    Schedule.Builder schedule = new Schedule.Builder();
    giveLeaves(schedule);
    for (int s = 0; s < sums.size(); s++) {
      AffineSum sum = sums.get(s);
      List<Factor> factors = new ArrayList<>();
      for (Linear product : sum.products()) {
        Expression operand = product.operand();
        if (!CellEquations.isOfInput(operand)) {
          int weight = weights.indexOf(product.weight());
          factors.add(new Factor(weight, operand, operands.get(operand)));
        }
      }
      schedule.sum(sum.value(), factors, sum.vector(), sum.ofInput(), sumViews.get(s));
    }
    saved.forEach(schedule::wanted);
    equations.next().forEach((state, next) -> schedule.wanted(next, state(state, RowRule.NEXT)));
    if (outputState.isEmpty()) {
      schedule.wanted(equations.output(), output);
    }
    return schedule.build();
  }
}
