package dev.carousel.cell;

import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Definition;
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
import java.util.Optional;

/**
 * The order of work within one time step: products and fused pointwise segments in turn.
 *
 * <p>A value's level is the number of products that must have been computed within the step before
 * it. Level by level, the products come first, then a segment for each width that computes whatever
 * is wanted at that level.
 *
 * @param views the buffers that products and segments number
 * @param phases the work, in order
 */
record Schedule(List<View> views, List<Phase> phases) {

  /** A part of a step's work. */
  sealed interface Phase {}

  /**
   * One product with a weight, as a part of a sum.
   *
   * @param weight which of the cell's weights
   * @param left the number of the view that is multiplied
   * @param addend what it is added to
   * @param result the number of the view that is written
   */
  record Product(int weight, int left, Added addend, int result) implements Phase {}

  /** What a product is added to. */
  sealed interface Added {}

  /** The product begins a sum. */
  record ToNothing() implements Added {}

  /** The product is added to what is there. */
  record ToResult() implements Added {}

  /**
   * The product begins a sum of which a shared vector is a part.
   *
   * @param view the number of the view that holds it
   * @param column its first column
   */
  record ToVector(int view, int column) implements Added {}

  /**
   * Fused pointwise work on vectors of one width, that of the views it writes.
   *
   * @param program numbers this schedule's views as tensors
   */
  record Segment(PointwiseProgram program) implements Phase {}

  /**
   * A product that is to become part of a sum.
   *
   * @param weight which of the cell's weights
   * @param operand what is multiplied
   * @param left where that is
   */
  record Factor(int weight, Expression operand, View left) {}

  /** The number of the last phase whose pointwise work reads a buffer, -1 if none does. */
  int lastRead(View view) {
    Source source = new Rows(views.indexOf(view), 0);
    int last = -1;
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i) instanceof Segment segment && segment.program.sources().contains(source)) {
        last = i;
      }
    }
    return last;
  }

  /** The number of the phase whose pointwise work writes a buffer, -1 if none does. */
  int written(View view) {
    int tensor = views.indexOf(view);
    for (int i = 0; i < phases.size(); i++) {
      if (phases.get(i) instanceof Segment segment
          && segment.program.sinks().stream().anyMatch(sink -> sink.tensor() == tensor)) {
        return i;
      }
    }
    return -1;
  }

  /** Collects what is given and what is wanted, then puts it in order. */
  static final class Builder {
    private static final Added RESULT = new ToResult();

    private final List<View> views = new ArrayList<>();
    private final Map<Expression, Source> leaves = new HashMap<>();
    private final Map<Expression, Integer> levels = new HashMap<>();
    private final Map<Expression, Sum> sums = new HashMap<>();
    private final List<Sum> order = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    /** Products that are added up in one place, once another part of the sum is there, if any. */
    private record Sum(List<Factor> factors, Added first, Optional<Expression> other, int result) {}

    private record Target(Expression value, View view) {}

    /** Says where a value that is there from the start is read. */
    void given(Expression value, View view) {
      leaves.put(value, new Rows(number(view), 0));
      levels.put(value, 0);
    }

    /** The same for a vector that every row shares. */
    void shared(Expression value, View view, int column) {
      leaves.put(value, new PointwiseProgram.Vector(number(view), column));
      levels.put(value, 0);
    }

    /**
     * Says that a value is a sum of products, to which those of the input were added already.
     *
     * @param factors the products that are left
     * @param vector a shared vector that is part of the sum
     * @param ofInput whether there were products of the input; they included the vector
     * @param into where it is added up
     */
    void sum(
        Expression value,
        List<Factor> factors,
        Optional<? extends Expression> vector,
        boolean ofInput,
        View into) {
      Added first = ofInput ? RESULT : vector.map(this::toVector).orElse(new ToNothing());
      Sum sum = add(new Sum(factors, first, Optional.empty(), number(into)));
      sums.put(value, sum);
      leaves.put(value, new Rows(sum.result, 0));
    }

    private Added toVector(Expression vector) {
      PointwiseProgram.Vector source = (PointwiseProgram.Vector) leaves.get(vector);
      return new ToVector(source.tensor(), source.column());
    }

    /** Says that a value is wanted, with products added to it. */
    void wantedPlus(Expression value, List<Factor> factors, View into) {
      wanted(value, into);
      add(new Sum(factors, RESULT, Optional.of(value), number(into)));
    }

    /** Says that a sum of products is wanted. */
    void wantedSum(List<Factor> factors, View into) {
      add(new Sum(factors, new ToNothing(), Optional.empty(), number(into)));
    }

    private Sum add(Sum sum) {
      order.add(sum);
      sum.factors.forEach(factor -> number(factor.left));
      return sum;
    }

    /** Says that a value is to be computed and written. */
    void wanted(Expression value, View view) {
      number(view);
      targets.add(new Target(value, view));
    }

    /** Whether any value is wanted. */
    boolean isWanted() {
      return !targets.isEmpty();
    }

    Schedule build() {
      int last = 0;
      for (Sum sum : order) {
        last = Math.max(last, level(sum));
      }
      for (Target target : targets) {
        last = Math.max(last, level(target.value));
      }
      List<Phase> phases = new ArrayList<>();
      List<Sum> begun = new ArrayList<>();
      for (int level = 0; level <= last; level++) {
        addProducts(level, begun, phases);
        addSegments(level, phases);
      }
      return new Schedule(List.copyOf(views), List.copyOf(phases));
    }

    private void addProducts(int level, List<Sum> begun, List<Phase> phases) {
      for (Sum sum : order) {
        for (Factor factor : sum.factors) {
          if (level(sum, factor) == level) {
            Added addend = begun.contains(sum) ? RESULT : sum.first;
            begun.add(sum);
            phases.add(new Product(factor.weight, number(factor.left), addend, sum.result));
          }
        }
      }
    }

    private void addSegments(int level, List<Phase> phases) {
      Map<Integer, List<Target>> due = new LinkedHashMap<>();
      for (Target target : targets) {
        if (level(target.value) == level) {
          due.computeIfAbsent(target.view.width(), width -> new ArrayList<>()).add(target);
        }
      }
      // What is computed at a level needs nothing of another width that is computed there too, for
      // only products lead from one width to another.
      due.values().forEach(targets -> addSegment(targets, phases));
    }

    private void addSegment(List<Target> due, List<Phase> phases) {
      PointwiseProgram.Builder program = new PointwiseProgram.Builder(Map.copyOf(leaves));
      for (Target target : due) {
        program.sink(target.value, number(target.view), 0, Sink.Mode.STORE);
      }
      phases.add(new Segment(program.build()));
      for (Target target : due) {
        boolean changesLater =
            order.stream().anyMatch(sum -> sum.other.filter(target.value::equals).isPresent());
        if (!changesLater && target.value.width() != Expression.ANY_WIDTH) {
          // Later segments read it instead of computing it again.
          leaves.putIfAbsent(target.value, new Rows(number(target.view), 0));
        }
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

    /** The level of a product: its operand is there, and so is what it is added to. */
    private int level(Sum sum, Factor factor) {
      boolean ready = factor.operand instanceof State;
      int own = ready ? 0 : level(factor.operand) + 1;
      return sum.other.map(other -> Math.max(own, level(other) + 1)).orElse(own);
    }

    private int level(Sum sum) {
      return sum.factors.stream().mapToInt(factor -> level(sum, factor)).max().orElse(0);
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
      Sum sum = sums.get(expression);
      if (sum != null) {
        return level(sum);
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
