package dev.carousel.cell;

import dev.carousel.cell.CellPlan.Group;
import dev.carousel.cell.ForwardPlan.Forward;
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
import dev.carousel.expression.Expression.Mask;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How a cell's adjoint is executed after a training pass. */
final class BackwardPlan {
  private static final View INPUT_GRADIENT =
      new View(Buffer.INPUT_GRADIENT, 0, RowRule.PACKED, Expression.INPUT_WIDTH);

  /**
   * The adjoint execution.
   *
   * @param schedule the work of a step
   * @param adjoints where the adjoint of each weight's product is: in a buffer {@link
   *     Buffer#PRODUCT_ADJOINTS}, or in that of a value that the adjoint has no more use for;
   *     products with equal adjoints share one
   * @param inputProducts what leads back to the input, computed for a few steps after the last of
   *     them
   * @param inputs the work that makes the input's gradient from that, if any is left to do
   * @param sums the buffers that the sums read and write
   * @param vectorSums add up the gradients of the trainable vectors, after the last step
   */
  record Backward(
      Schedule schedule,
      List<View> adjoints,
      List<InputProduct> inputProducts,
      Optional<Schedule> inputs,
      List<View> sums,
      List<VectorSums> vectorSums) {}

  /**
   * A product Wᵀ δ that leads back to the input or to something made from it.
   *
   * @param weight which of the cell's weights
   * @param adjoint where δ is
   * @param into where it is added up
   * @param begins whether it is the first to go there
   */
  record InputProduct(int weight, View adjoint, View into, boolean begins) {}

  /**
   * Sums over rows of one width.
   *
   * @param width the width
   * @param program numbers {@link Backward#sums} as tensors
   */
  record VectorSums(int width, PointwiseProgram program) {}

  /** The adjoint of a product; a number alone, such as 0, is one for each width. */
  private record ProductAdjoint(Expression value, int width) {}

  private final CellEquations equations;
  private final List<Group> groups;
  private final List<Linear> weights;
  private final Adjoint adjoint;
  private final ForwardPlan forward;
  private final Forward training;
  private final List<ProductAdjoint> adjoints;

  BackwardPlan(
      CellEquations equations,
      List<Group> groups,
      Adjoint adjoint,
      ForwardPlan forward,
      Forward training) {
    this.equations = equations;
    this.groups = groups;
    this.adjoint = adjoint;
    this.forward = forward;
    this.training = training;
    weights = groups.stream().flatMap(group -> group.products().stream()).toList();
    adjoints = weights.stream().map(this::adjoint).distinct().toList();
  }

  private ProductAdjoint adjoint(Linear product) {
    return new ProductAdjoint(adjoint.products().get(product), product.width());
  }

  Backward backward() {
    List<View> apart = new ArrayList<>();
    for (int i = 0; i < adjoints.size(); i++) {
      int width = adjoints.get(i).width();
      apart.add(new View(Buffer.PRODUCT_ADJOINTS, i, RowRule.PACKED, width));
    }
    Backward backward = backward(apart);
    List<View> inPlace = inPlace(apart, backward);
    return inPlace.equals(apart) ? backward : backward(inPlace);
  }

  /**
   * Puts the adjoint of a product where the function of it was saved, if that is not read any more
   * once the adjoint is written.
   */
  private List<View> inPlace(List<View> apart, Backward backward) {
    List<View> inPlace = new ArrayList<>(apart);
    Set<View> kept = new HashSet<>(training.operands().values());
    for (VectorSums vectorSums : backward.vectorSums()) {
      for (PointwiseProgram.Source source : vectorSums.program().sources()) {
        if (source instanceof PointwiseProgram.Rows rows) {
          kept.add(backward.sums().get(rows.tensor()));
        }
      }
    }
    training
        .saved()
        .forEach(
            (value, view) -> {
              Optional<AffineSum> sum = forward.argument(value);
              if (sum.isEmpty() || kept.contains(view)) {
                return;
              }
              int index = adjoints.indexOf(adjoint(sum.get().products().get(0)));
              Schedule schedule = backward.schedule();
              if (schedule.lastRead(view) <= schedule.written(apart.get(index))
                  && inPlace.get(index).equals(apart.get(index))) {
                inPlace.set(index, view);
              }
            });
    return inPlace;
  }

  /** Plans with the adjoints of products in given places. */
  private Backward backward(List<View> places) {
    Schedule.Builder schedule = new Schedule.Builder();
    forward.giveLeaves(schedule);
    Map<Expression, View> forwardValues = viewsAfterTraining();
    forwardValues.forEach(schedule::given);
    schedule.given(
        Adjoint.output(equations),
        new View(Buffer.OUTPUT_ADJOINT, 0, RowRule.PACKED, equations.outputs()));
    Map<State, View> carries = new HashMap<>();
    for (State state : equations.states()) {
      int number = carries.size();
      int width = state.width();
      schedule.given(Adjoint.carry(state), new View(Buffer.CARRY, number, RowRule.BATCH, width));
      carries.put(state, new View(Buffer.NEXT_CARRY, number, RowRule.BATCH, width));
    }
    for (int i = 0; i < adjoints.size(); i++) {
      schedule.wanted(adjoints.get(i).value(), places.get(i));
    }
    List<View> adjointOf =
        weights.stream().map(weight -> places.get(adjoints.indexOf(adjoint(weight)))).toList();
    for (int g = 0; g < groups.size(); g++) {
      if (!groups.get(g).ofInput()) {
        addBackProjection(g, adjointOf, carries, schedule);
      }
    }
    for (State state : equations.states()) {
      if (carries.containsKey(state)) {
        schedule.wanted(adjoint.states().get(state), carries.get(state));
      }
    }
    return withSums(schedule, forwardValues, places, adjointOf);
  }

  /** Adds what comes back through a group's products, in place of a state's carry if it can be. */
  private void addBackProjection(
      int index, List<View> adjointOf, Map<State, View> carries, Schedule.Builder schedule) {
    Group group = groups.get(index);
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
      int width = equations.width(group.operand());
      View into = new View(Buffer.BACK_PROJECTION, index, RowRule.BATCH, width);
      schedule.sum(projection(group), factors, Optional.empty(), false, into);
    }
  }

  /**
   * Decides how the gradients of the vectors are summed: from what the steps leave behind, or from
   * sums of their own.
   */
  private Backward withSums(
      Schedule.Builder schedule,
      Map<Expression, View> forwardValues,
      List<View> places,
      List<View> adjointOf) {
    Sums after = new Sums();
    for (PerUnit vector : equations.vectors()) {
      after.vector(vector, forward.vectors(), forward.column(vector));
    }
    for (int i = 0; i < adjoints.size(); i++) {
      Expression value = adjoints.get(i).value();
      after.rows(value, places.get(i));
      if (value instanceof Definition named) {
        after.rows(named.value(), places.get(i));
      }
    }
    forwardValues.forEach(
        (value, view) -> {
          if (!places.contains(view)) {
            after.rows(value, view);
          }
        });
    int savedAdjoints = 0;
    for (PerUnit vector : equations.vectors()) {
      Expression gradient = adjoint.vectors().get(vector);
      if (!after.canCompute(gradient)) {
        int width = vector.width();
        View view = new View(Buffer.SAVED_ADJOINTS, savedAdjoints++, RowRule.PACKED, width);
        schedule.wanted(gradient, view);
        after.rows(gradient, view);
      }
    }
    int elements = forward.vectors().width();
    View gradients = new View(Buffer.VECTOR_GRADIENTS, 0, RowRule.SHARED, elements);
    List<VectorSums> sums = vectorSums(after, after.number(gradients));
    List<InputProduct> inputProducts = inputProducts(adjointOf);
    return new Backward(schedule.build(), adjointOf, inputProducts, inputs(), after.views, sums);
  }

  private List<VectorSums> vectorSums(Sums after, int gradients) {
    List<VectorSums> sums = new ArrayList<>();
    for (int width : equations.vectors().stream().mapToInt(PerUnit::width).distinct().toArray()) {
      PointwiseProgram.Builder program = new PointwiseProgram.Builder(after.leaves);
      for (PerUnit vector : equations.vectors()) {
        if (vector.width() == width) {
          Expression gradient = adjoint.vectors().get(vector);
          program.sink(gradient, gradients, forward.column(vector), Sink.Mode.ADD_OVER_ROWS);
        }
      }
      sums.add(new VectorSums(width, program.build()));
    }
    return sums;
  }

  /** Whether products with the input itself are all that leads back to it. */
  private boolean inputIsMultipliedOnly() {
    return adjoint.input() instanceof BackProjection;
  }

  /** Where what comes back through a group of the input's products is added up. */
  private View inputBackProjection(int group) {
    return inputIsMultipliedOnly()
        ? INPUT_GRADIENT
        : new View(Buffer.INPUT_BACK_PROJECTION, group, RowRule.WINDOW, Expression.INPUT_WIDTH);
  }

  private List<InputProduct> inputProducts(List<View> adjointOf) {
    List<InputProduct> products = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      boolean leadsBack = groups.get(g).operand() instanceof Input || !inputIsMultipliedOnly();
      if (groups.get(g).ofInput() && leadsBack) {
        for (Linear product : groups.get(g).products()) {
          int weight = weights.indexOf(product);
          View adjoint = adjointOf.get(weight);
          boolean begins = product == groups.get(g).products().get(0);
          products.add(new InputProduct(weight, adjoint, inputBackProjection(g), begins));
        }
      }
    }
    return products;
  }

  private Optional<Schedule> inputs() {
    if (inputIsMultipliedOnly()) {
      return Optional.empty();
    }
    Schedule.Builder schedule = new Schedule.Builder();
    forward.giveInput(schedule);
    for (int g = 0; g < groups.size(); g++) {
      if (groups.get(g).ofInput()) {
        View made = training.operands().get(groups.get(g).operand());
        schedule.given(groups.get(g).operand(), made);
        schedule.given(projection(groups.get(g)), inputBackProjection(g));
      }
    }
    schedule.wanted(adjoint.input(), INPUT_GRADIENT);
    return Optional.of(schedule.build());
  }

  /** The back-projection of a group, equal to the one that the adjoint equations hold. */
  private BackProjection projection(Group group) {
    return new BackProjection(
        group.products().stream()
            .map(
                product ->
                    new BackProjection.Term(product.weight(), adjoint.products().get(product)))
            .toList(),
        equations.width(group.operand()));
  }

  /** Where a training pass leaves the values that the adjoint may read. */
  private Map<Expression, View> viewsAfterTraining() {
    Map<Expression, View> views = new LinkedHashMap<>();
    equations
        .next()
        .forEach(
            (state, next) -> {
              views.put(state, forward.state(state, RowRule.PREVIOUS));
              views.put(next, forward.state(state, RowRule.NEXT));
            });
    for (Mask mask : equations.masks()) {
      if (mask.draw() == Mask.Draw.EACH_STEP && !CellEquations.isOfInput(mask)) {
        views.put(mask, forward.mask(mask));
      }
    }
    for (int s = 0; s < forward.sums().size(); s++) {
      View view = training.sums().get(s);
      if (view.rows() == RowRule.PACKED && !training.saved().containsValue(view)) {
        views.put(forward.sums().get(s).value(), view);
      }
    }
    training
        .saved()
        .forEach(
            (value, view) -> {
              // A number is of no width, so it is not read from a vector.
              if (value.width() != Expression.ANY_WIDTH) {
                views.put(value, view);
              }
            });
    return views;
  }

  /** What can be read after the last step. */
  private static final class Sums {
    final List<View> views = new ArrayList<>();
    final Map<Expression, PointwiseProgram.Source> leaves = new HashMap<>();

    void rows(Expression value, View view) {
      if (value.width() == Expression.ANY_WIDTH) {
        return; // computed for each width
      }
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
