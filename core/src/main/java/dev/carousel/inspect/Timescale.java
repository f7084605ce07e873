package dev.carousel.inspect;

import dev.carousel.cell.CellEquations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Binary;
import dev.carousel.expression.Expression.Constant;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.State;
import dev.carousel.expression.Expression.Unary;
import dev.carousel.expression.Functions;
import dev.carousel.expression.Notation;
import dev.carousel.expression.ReverseMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How long a state's units keep what is in them if their gates stay as they are on average: s_t = k
 * ∘ s_{t-1} + …, and a unit's characteristic time is 1/(1 - k̄) with k̄ the mean of k over the
 * steps (Tallec and Ollivier, Can recurrent neural networks warp time?, ICLR 2018). k is read off
 * the equations, with gates, candidates and products held at their values: f for an LSTM's c.
 *
 * @param coefficient k as a formula, such as "f_t"
 * @param steps one time a unit, ascending; infinite where k̄ is 1 or more
 */
public record Timescale(String coefficient, double[] steps) {
  /**
   * The time of the unit in the middle.
   *
   * @return the median, the lower of two
   */
  public double median() {
    return steps[(steps.length - 1) / 2];
  }

  /**
   * The time of the unit that keeps longest.
   *
   * @return the largest
   */
  public double longest() {
    return steps[steps.length - 1];
  }

  /**
   * The timescale of a state.
   *
   * @param values every named value of the layer
   * @return empty if the state is not carried over by a coefficient of named values, as in a plain
   *     RNN, where it goes through a matrix
   */
  static Optional<Timescale> of(
      CellEquations equations, State state, Map<String, float[][]> values) {
    Expression coefficient = coefficient(equations, state);
    float[][] any = values.get(state.name());
    double[] times = new double[any[0].length];
    if (coefficient instanceof Constant || !isKnown(coefficient, values, times.length)) {
      return Optional.empty();
    }
    for (int j = 0; j < times.length; j++) {
      double total = 0;
      for (int t = 0; t < any.length; t++) {
        total += value(coefficient, values, t, j);
      }
      double mean = total / any.length;
      times[j] = mean < 1 ? 1 / (1 - mean) : Double.POSITIVE_INFINITY;
    }
    Arrays.sort(times);
    return Optional.of(new Timescale(Notation.PLAIN.print(coefficient), times));
  }

  /** ∂s_t/∂s_{t-1} unit by unit, with gates, candidates and all products held at their values. */
  private static Expression coefficient(CellEquations equations, State state) {
    Map<Expression, Expression> sums = new HashMap<>();
    sums.put(equations.next().get(state), Functions.constant(1));
    List<Definition> definitions = equations.definitions();
    for (int i = definitions.size() - 1; i >= 0; i--) {
      Definition definition = definitions.get(i);
      Expression total = sums.get(definition);
      boolean held = equations.next().get(state) != definition && isBounded(definition);
      if (total != null && !held) {
        ReverseMode.differentiate(
            definition, total, (leaf, share) -> sums.merge(leaf, share, Expression::plus));
      }
    }
    return sums.getOrDefault(state, Functions.constant(0));
  }

  private static boolean isBounded(Definition definition) {
    return Bounds.of(definition).within(-1, 1);
  }

  private static boolean isKnown(Expression formula, Map<String, float[][]> values, int width) {
    if (formula instanceof Definition definition) {
      float[][] known = values.get(definition.name());
      return known != null && known[0].length == width;
    } else if (formula instanceof Unary unary) {
      return isKnown(unary.argument(), values, width);
    } else if (formula instanceof Binary binary) {
      return isKnown(binary.left(), values, width) && isKnown(binary.right(), values, width);
    }
    return formula instanceof Constant;
  }

  private static double value(
      Expression formula, Map<String, float[][]> values, int step, int unit) {
    if (formula instanceof Definition definition) {
      return values.get(definition.name())[step][unit];
    } else if (formula instanceof Unary unary) {
      return unary.operator().apply(value(unary.argument(), values, step, unit));
    } else if (formula instanceof Binary binary) {
      return binary
          .operator()
          .apply(
              value(binary.left(), values, step, unit), value(binary.right(), values, step, unit));
    }
    return ((Constant) formula).value();
  }
}
