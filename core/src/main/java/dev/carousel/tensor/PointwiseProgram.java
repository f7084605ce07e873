package dev.carousel.tensor;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.Mean;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.UnaryOperator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Formulas lowered to a list of steps that touch each element once: read the sources, compute,
 * write the sinks. It is what kernels are given to run.
 *
 * <p>Values are numbered: first the sources in order, then the steps. Equal subterms are one value.
 *
 * @param sources where values come from
 * @param steps how further values are computed, each from values before it
 * @param sinks where values go
 */
public record PointwiseProgram(List<Source> sources, List<Step> steps, List<Sink> sinks) {
  /** Copies the lists. */
  public PointwiseProgram {
    sources = List.copyOf(sources);
    steps = List.copyOf(steps);
    sinks = List.copyOf(sinks);
  }

  /** A line for each value and each sink. */
  @Override
  public String toString() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < sources.size(); i++) {
      lines.append("v%d = %s%n".formatted(i, sources.get(i)));
    }
    for (int i = 0; i < steps.size(); i++) {
      lines.append("v%d = %s%n".formatted(sources.size() + i, steps.get(i)));
    }
    sinks.forEach(sink -> lines.append("%s%n".formatted(sink)));
    return lines.toString();
  }

  /** Where a value comes from. */
  public sealed interface Source {}

  /**
   * A block of rows of a tensor, row by row.
   *
   * @param tensor which of the tensors handed to a run
   * @param column the block's first column
   */
  public record Rows(int tensor, int column) implements Source {}

  /**
   * One row of a tensor, the same for every row of the run.
   *
   * @param tensor which of the tensors handed to a run
   * @param column the first column
   */
  public record Vector(int tensor, int column) implements Source {}

  /**
   * A number handed to a run.
   *
   * @param index which of the scalars
   */
  public record Scalar(int index) implements Source {}

  /**
   * A fixed number.
   *
   * @param value the number
   */
  public record Literal(float value) implements Source {}

  /** How a value is computed. */
  public sealed interface Step {}

  /**
   * An operator applied to one value.
   *
   * @param operator the operator
   * @param argument the number of its argument
   */
  public record Apply(UnaryOperator operator, int argument) implements Step {}

  /**
   * An operator applied to two values.
   *
   * @param operator the operator
   * @param left the number of its left argument
   * @param right the number of its right argument
   */
  public record Combine(BinaryOperator operator, int left, int right) implements Step {}

  /**
   * The mean over a row, in every unit of the row.
   *
   * @param argument the number of the value to average
   */
  public record RowMean(int argument) implements Step {}

  /**
   * Where a value goes.
   *
   * @param value the number of the value
   * @param tensor which of the tensors handed to a run
   * @param column the first column
   * @param mode how it is written
   */
  public record Sink(int value, int tensor, int column, Mode mode) {
    /** How a value is written. */
    public enum Mode {
      /** Replaces what is there. */
      STORE,
      /** Is added to what is there. */
      ADD,
      /** Its rows are summed, in order, into one row of the tensor. */
      ADD_OVER_ROWS
    }
  }

  /**
   * Lowers expressions. Definitions that are not among the leaves are replaced by what they stand
   * for.
   */
  public static final class Builder {
    private final Map<Expression, Source> leaves;
    private final List<Source> sources = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();
    private final List<Pending> sinks = new ArrayList<>();
    private final Map<Expression, Integer> numbers = new HashMap<>();

    // Sources and steps are numbered apart while building; a step's number is marked by its
    // complement.
    private record Pending(int value, int tensor, int column, Sink.Mode mode) {}

    /**
     * Begins.
     *
     * @param leaves where the expressions that need not be computed are read from
     */
    public Builder(Map<Expression, Source> leaves) {
      this.leaves = leaves;
    }

    /**
     * Writes an expression to a tensor.
     *
     * @param expression what to compute
     * @param tensor which tensor
     * @param column its first column
     * @param mode how
     * @return this
     * @throws IllegalArgumentException if the expression holds something that is neither a leaf nor
     *     pointwise
     */
    public Builder sink(Expression expression, int tensor, int column, Sink.Mode mode) {
      sinks.add(new Pending(number(expression), tensor, column, mode));
      return this;
    }

    /**
     * Ends.
     *
     * @return the program
     */
    public PointwiseProgram build() {
      List<Step> numbered = new ArrayList<>();
      for (Step step : steps) {
        if (step instanceof Apply apply) {
          numbered.add(new Apply(apply.operator(), resolved(apply.argument())));
        } else if (step instanceof Combine combine) {
          numbered.add(
              new Combine(combine.operator(), resolved(combine.left()), resolved(combine.right())));
        } else if (step instanceof RowMean mean) {
          numbered.add(new RowMean(resolved(mean.argument())));
        }
      }
      List<Sink> resolved = new ArrayList<>();
      for (Pending sink : sinks) {
        resolved.add(new Sink(resolved(sink.value), sink.tensor, sink.column, sink.mode));
      }
      return new PointwiseProgram(sources, numbered, resolved);
    }

    private int resolved(int number) {
      return number >= 0 ? number : sources.size() + ~number;
    }

    private int number(Expression expression) {
      Integer known = numbers.get(expression);
      if (known != null) {
        return known;
      }
      int number = lowered(expression);
      numbers.put(expression, number);
      return number;
    }

    private int lowered(Expression expression) {
      Source leaf = leaves.get(expression);
      if (leaf != null) {
        return source(leaf);
      }
      if (expression instanceof Constant constant) {
        return source(new Literal((float) constant.value()));
      }
      if (expression instanceof Definition definition) {
        return number(definition.value());
      }
      if (expression instanceof Unary unary) {
        return step(new Apply(unary.operator(), number(unary.argument())));
      }
      if (expression instanceof Binary binary) {
        return step(new Combine(binary.operator(), number(binary.left()), number(binary.right())));
      }
      if (expression instanceof Mean mean) {
        return step(new RowMean(number(mean.argument())));
      }
      throw new IllegalArgumentException(expression + " is neither pointwise nor among the leaves");
    }

    private int source(Source source) {
      int index = sources.indexOf(source);
      if (index < 0) {
        index = sources.size();
        sources.add(source);
      }
      return index;
    }

    private int step(Step step) {
      steps.add(step);
      return ~(steps.size() - 1);
    }
  }
}
