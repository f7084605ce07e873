package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.BackProjection;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Input;
import dev.carousel.expression.Expression.Linear;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Rows;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.PointwiseProgram.Source;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The order of work within one time step: products and fused pointwise segments in turn.
 *
 * <p>A value's level is the number of products that must have been computed within the step before
 * it. Level by level, the products come first, then one segment that computes whatever is wanted at
 * that level.
 *
 * @param views the buffers that segments number
 * @param phases the work, in order
 */
record Schedule(List<View> views, List<Phase> phases) {

  /** A part of a step's work. */
  sealed interface Phase {}

  /**
   * One product with a group's stacked weights: forwards of the operand, backwards of the adjoints
   * of the products.
   *
   * @param group which group
   * @param left the number of the view that is multiplied
   * @param leftColumn its first column
   * @param result the number of the view that is written, from its first column on
   */
  record Product(int group, int left, int leftColumn, int result) implements Phase {}

  /**
   * Fused pointwise work.
   *
   * @param program numbers this schedule's views as tensors
   */
  record Segment(PointwiseProgram program) implements Phase {}

  /** Where a value is kept. */
  record Place(View view, int column) {}

  /** Collects what is given and what is wanted, then puts it in order. */
  static final class Builder {
    private final List<View> views = new ArrayList<>();
    private final Map<Expression, Source> leaves = new HashMap<>();
    private final Map<Expression, Integer> levels = new HashMap<>();
    private final Map<Expression, Product> products = new LinkedHashMap<>();
    private final List<Target> targets = new ArrayList<>();

    private record Target(Expression value, Place place) {}

    /** Says where a value that is there from the start is read. */
    void given(Expression value, Place place) {
      leaves.put(value, new Rows(number(place.view), place.column));
      levels.put(value, 0);
    }

    /** The same for a vector that every row shares. */
    void shared(Expression value, Place place) {
      leaves.put(value, new PointwiseProgram.Vector(number(place.view), place.column));
      levels.put(value, 0);
    }

    /**
     * Says where a product's result is read once its group's product is computed, and from where
     * that takes its left side.
     */
    void product(Expression result, int group, Place left, Place place) {
      int written = number(place.view);
      leaves.put(result, new Rows(written, place.column));
      products.put(result, new Product(group, number(left.view), left.column, written));
    }

    /** Says that a value is to be computed and written. */
    void wanted(Expression value, Place place) {
      number(place.view);
      targets.add(new Target(value, place));
    }

    Schedule build() {
      int last = 0;
      for (Expression result : products.keySet()) {
        last = Math.max(last, level(result));
      }
      for (Target target : targets) {
        last = Math.max(last, level(target.value));
      }
      List<Phase> phases = new ArrayList<>();
      for (int level = 0; level <= last; level++) {
        addProducts(level, phases);
        addSegment(level, phases);
      }
      return new Schedule(List.copyOf(views), List.copyOf(phases));
    }

    private void addProducts(int level, List<Phase> phases) {
      int current = level;
      products.entrySet().stream()
          .filter(entry -> level(entry.getKey()) == current)
          .map(Map.Entry::getValue)
          .distinct()
          .forEach(phases::add);
    }

    private void addSegment(int level, List<Phase> phases) {
      List<Target> due = targets.stream().filter(target -> level(target.value) == level).toList();
      if (due.isEmpty()) {
        return;
      }
      PointwiseProgram.Builder program = new PointwiseProgram.Builder(Map.copyOf(leaves));
      for (Target target : due) {
        program.sink(target.value, number(target.place.view), target.place.column, Sink.Mode.STORE);
      }
      phases.add(new Segment(program.build()));
      for (Target target : due) {
        // Later segments read it instead of computing it again.
        leaves.putIfAbsent(target.value, new Rows(number(target.place.view), target.place.column));
      }
    }

    private int number(View view) {
      int index = views.indexOf(view);
      if (index < 0) {
        index = views.size();
        views.add(view);
      }
      return index;
    }

    private int level(Expression expression) {
      Integer known = levels.get(expression);
      if (known == null) {
        known = computedLevel(expression);
        levels.put(expression, known);
      }
      return known;
    }

    private int computedLevel(Expression expression) {
      if (expression instanceof Linear linear) {
        boolean ready = linear.operand() instanceof State || linear.operand() instanceof Input;
        return ready ? 0 : level(linear.operand()) + 1;
      }
      if (expression instanceof BackProjection projection) {
        int level = 0;
        for (BackProjection.Term term : projection.terms()) {
          level = Math.max(level, level(term.adjoint()));
        }
        return level + 1;
      }
      if (expression instanceof Definition definition) {
        return level(definition.value());
      }
      if (expression instanceof Unary unary) {
        return level(unary.argument());
      }
      if (expression instanceof Binary binary) {
        return Math.max(level(binary.left()), level(binary.right()));
      }
      if (expression instanceof Mean mean) {
        return level(mean.argument());
      }
      return 0;
    }
  }
}
