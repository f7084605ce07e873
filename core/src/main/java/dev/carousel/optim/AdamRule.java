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

/** The formulas that {@link Adam} and {@link AdamW} share. */
final class AdamRule {
  private AdamRule() {}

  static void require(double learningRate, double beta1, double beta2, double epsilon) {
    PointwiseUpdates.requireRate(learningRate);
    PointwiseUpdates.requireFraction("beta1", beta1);
    PointwiseUpdates.requireFraction("beta2", beta2);
    PointwiseUpdates.requirePositive("epsilon", epsilon);
  }

  static Updates start(
      double beta1,
      double beta2,
      double epsilon,
      double weightDecay,
      Kernels kernels,
      List<Parameter> parameters) {
    Expression mean = operand("mean").times(beta1).plus(GRADIENT.times(1 - beta1));
    Expression square =
        operand("square").times(beta2).plus(GRADIENT.times(GRADIENT).times(1 - beta2));
    Expression size = sqrt(square.times(operand("squareScale"))).plus(constant(epsilon));
    Expression decayed = weightDecay == 0 ? WEIGHT : WEIGHT.minus(operand("decay").times(WEIGHT));
    Map<String, Expression> formulas = new LinkedHashMap<>();
    formulas.put("mean", mean);
    formulas.put("square", square);
    formulas.put("w", decayed.minus(operand("rate").times(mean.dividedBy(size))));
    return new PointwiseUpdates(
        kernels,
        parameters,
        formulas,
        List.of("rate", "squareScale", "decay"),
        (step, rate) ->
            new float[] {
              (float) (rate / (1 - Math.pow(beta1, step))),
              (float) (1 / (1 - Math.pow(beta2, step))),
              (float) (rate * weightDecay)
            });
  }
}
