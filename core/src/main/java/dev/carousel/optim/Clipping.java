package dev.carousel.optim;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.min;
import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Parameter;
import dev.carousel.expression.Expression;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.PointwiseProgram.Sink;
import dev.carousel.tensor.Tensor;
import java.util.List;
import java.util.Map;

/**
 * Limits on gradients (Pascanu, Mikolov and Bengio, On the difficulty of training recurrent neural
 * networks, 2013).
 */
public final class Clipping {
  private Clipping() {}

  /**
   * The norm of all gradients taken as one vector.
   *
   * @param kernels what to compute with
   * @param parameters whose gradients
   * @return the norm; not finite if an element is not
   */
  public static double globalNorm(Kernels kernels, List<Parameter> parameters) {
    double sum = 0;
    for (Parameter parameter : parameters) {
      sum += kernels.sumOfSquares(parameter.gradient());
    }
    return Math.sqrt(sum);
  }

  /**
   * What all gradients have to be multiplied by so that their norm is not above a limit. Updates
   * take it into their step, which saves a pass over all gradients.
   *
   * @param norm their global norm
   * @param limit the largest norm allowed
   * @return limit / norm, 1 if that is above 1
   */
  public static double factor(double norm, double limit) {
    return norm > limit ? limit / norm : 1;
  }

  /**
   * Cuts every element to [-limit, limit].
   *
   * @param kernels what to compute with
   * @param parameters whose gradients are changed
   * @param limit the largest absolute value allowed
   */
  public static void byValue(Kernels kernels, List<Parameter> parameters, double limit) {
    apply(kernels, parameters, max(constant(-limit), min(constant(limit), operand("g"))));
  }

  private static void apply(Kernels kernels, List<Parameter> parameters, Expression formula) {
    PointwiseProgram program =
        new PointwiseProgram.Builder(Map.of(operand("g"), new PointwiseProgram.Rows(0, 0)))
            .sink(formula, 0, 0, Sink.Mode.STORE)
            .build();
    var pointwise = kernels.compile(program);
    for (Parameter parameter : parameters) {
      Tensor gradient = parameter.gradient();
      pointwise.run(
          new Tensor[] {gradient}, new int[1], new float[0], gradient.rows(), gradient.columns());
    }
  }
}
