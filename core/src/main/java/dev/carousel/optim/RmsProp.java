package dev.carousel.optim;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.sqrt;
import static dev.carousel.optim.PointwiseUpdates.GRADIENT;
import static dev.carousel.optim.PointwiseUpdates.WEIGHT;

import dev.carousel.autograd.Parameter;
import dev.carousel.expression.Expression;
import dev.carousel.tensor.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * RMSProp (Tieleman and Hinton, Coursera lecture 6.5, 2012): s ← ρ s + (1 - ρ) g², w ← w - η g /
 * (√s + ε).
 *
 * @param learningRate η
 * @param decay ρ
 * @param epsilon ε
 */
public record RmsProp(double learningRate, double decay, double epsilon) implements Optimizer {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public RmsProp {
    PointwiseUpdates.requireRate(learningRate);
    PointwiseUpdates.requireFraction("decay", decay);
    PointwiseUpdates.requirePositive("epsilon", epsilon);
  }

  @Override
  public Updates start(Kernels kernels, List<Parameter> parameters) {
    Expression square =
        operand("square").times(decay).plus(GRADIENT.times(GRADIENT).times(1 - decay));
    Map<String, Expression> formulas = new LinkedHashMap<>();
    formulas.put("square", square);
    formulas.put(
        "w",
        WEIGHT.minus(
            operand("rate").times(GRADIENT.dividedBy(sqrt(square).plus(constant(epsilon))))));
    return new PointwiseUpdates(
        kernels, parameters, formulas, List.of("rate"), (step, rate) -> new float[] {(float) rate});
  }
}
