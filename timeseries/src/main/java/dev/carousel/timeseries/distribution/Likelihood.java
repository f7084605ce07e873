package dev.carousel.timeseries.distribution;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.loss.Loss;

/**
 * A loss -log p(y | θ) whose parameters θ a model gives for every target value, as P raw numbers
 * without limits that the likelihood turns into θ.
 *
 * <p>The outputs are [rows, width · P]: the raw numbers of value v of a row stand side by side in
 * columns v · P to v · P + P - 1. No finite numbers give a loss or a derivative that is not finite:
 * what a single value contributes to either is bounded by ±1e15.
 */
public interface Likelihood extends Loss {
  /**
   * P, how many numbers a model gives for each target value.
   *
   * @return at least 1
   */
  int parameters();

  /**
   * The distribution that raw numbers stand for.
   *
   * @param outputs a model's outputs; read only
   * @param at where the P raw numbers begin, which are finite
   * @param scale what values were divided by before the model saw them, above 0
   * @return the distribution of the value before it was divided
   * @throws IllegalArgumentException if the scale is not above 0 and finite
   */
  Distribution distribution(float[] outputs, int at, double scale);

  /**
   * Records the loss on the outputs' tape.
   *
   * @param outputs [rows, width · P], finite
   * @param targets {@link Targets.Values} with as many rows; what has weight 0 does not count and
   *     may be NaN
   * @return a tensor of one element, the weighted mean over target values, 0 if nothing counts
   * @throws dev.carousel.tensor.ShapeException if outputs and targets do not go together
   * @throws IllegalArgumentException if the targets are labels, or a value cannot be
   */
  @Override
  Variable of(Variable outputs, Targets targets);
}
