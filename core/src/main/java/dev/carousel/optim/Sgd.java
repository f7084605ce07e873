package dev.carousel.optim;

import static dev.carousel.expression.Functions.operand;
import static dev.carousel.optim.PointwiseUpdates.GRADIENT;
import static dev.carousel.optim.PointwiseUpdates.WEIGHT;

import dev.carousel.autograd.Parameter;
import dev.carousel.expression.Expression;
import dev.carousel.tensor.Kernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stochastic gradient descent with momentum (Polyak, 1964), in the form of Sutskever et al. (2013)
 * that PyTorch uses: v ← μ v + g, w ← w - η v.
 *
 * @param learningRate η
 * @param momentum μ, 0 for plain descent
 */
public record Sgd(double learningRate, double momentum) implements Optimizer {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public Sgd {
    PointwiseUpdates.requireRate(learningRate);
    PointwiseUpdates.requireFraction("momentum", momentum);
  }

  @Override
  public Updates start(Kernels kernels, List<Parameter> parameters) {
    Map<String, Expression> formulas = new LinkedHashMap<>();
    Expression velocity = GRADIENT;
    if (momentum > 0) {
      velocity = operand("velocity").times(momentum).plus(GRADIENT);
      formulas.put("velocity", velocity);
    }
    formulas.put("w", WEIGHT.minus(operand("rate").times(velocity)));
    return new PointwiseUpdates(
        kernels, parameters, formulas, List.of("rate"), (step, rate) -> new float[] {(float) rate});
  }
}
