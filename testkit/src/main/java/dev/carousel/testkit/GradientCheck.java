package dev.carousel.testkit;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Compares the gradients that a tape computes with central differences, element by element.
 *
 * <p>All is in floats, so this is coarse: about 1e-3 of an element. That is enough to tell right
 * from wrong, for a formula that is wrong (a missing term, factor, sign or row) is wrong by parts
 * of a hundred and more at random points; it is not meant to measure rounding.
 *
 * <p>The formula has four points, (8 (f₁ - f₋₁) - (f₂ - f₋₂)) / 12h with fₖ = f(x + kh) and h =
 * 1/64, which floats add without rounding. It leaves out terms of h⁴ f⁽⁵⁾/30, 2e-9 times the fifth
 * derivative. A value of f that is rounded 16 times over contributes 16 · 2⁻²⁴ max(1, |f|) / h,
 * 6e-5 of its size: that much is allowed beside 1e-3 of the element. Points within 2h of a kink
 * cannot be checked.
 */
public final class GradientCheck {
  private static final float STEP = 1f / 64;
  private static final double TOLERANCE = 1e-3;
  private static final double ROUNDING = 16 * 0x1p-24 / STEP;
  private static final long DROPOUT_SEED = 3;
  // Gradients are added to what is there, so something is.
  private static final float BEFORE = 0.5f;

  private GradientCheck() {}

  /** A function of some variables on one tape. */
  @FunctionalInterface
  public interface ScalarFunction {
    /**
     * Computes the function on the variables' tape.
     *
     * @param variables the variables, one for each point that was given
     * @return a variable of one element
     */
    Variable of(List<Variable> variables);
  }

  /**
   * Checks all partial derivatives of a function at one point. Dropout drops the same elements at
   * every evaluation.
   *
   * @param kernels what to compute with
   * @param function the function
   * @param points one tensor a variable; changed on the way and put back
   * @throws AssertionError if a derivative is wrong, or not added to what the gradient held before
   */
  public static void check(Kernels kernels, ScalarFunction function, Tensor... points) {
    List<Parameter> parameters = new ArrayList<>();
    for (int p = 0; p < points.length; p++) {
      Tensor gradient = kernels.zeros(points[p].shape().sizes());
      parameters.add(new Parameter("variable " + p, points[p], gradient));
    }
    check(
        kernels,
        tape -> function.of(parameters.stream().map(tape::parameter).toList()),
        parameters);
  }

  /** A function of some parameters. */
  @FunctionalInterface
  public interface ParameterFunction {
    /**
     * Computes the function.
     *
     * @param tape the tape to record on
     * @return a variable of one element
     */
    Variable on(Tape tape);
  }

  /**
   * Checks all partial derivatives by parameters, as those of a model. Dropout drops the same
   * elements at every evaluation.
   *
   * @param kernels what to compute with
   * @param function the function
   * @param parameters what it depends on; values are changed on the way and put back, gradients are
   *     overwritten
   * @throws AssertionError if a derivative is wrong, or not added to what the gradient held before
   */
  public static void check(
      Kernels kernels, ParameterFunction function, List<Parameter> parameters) {
    parameters.forEach(parameter -> kernels.fill(parameter.gradient(), BEFORE));
    Tape tape = Tape.training(kernels, new RandomStream(DROPOUT_SEED));
    Variable value = function.on(tape);
    tape.backward(value);
    double noise = ROUNDING * Math.max(1, Math.abs(kernels.toArray(value.value())[0]));
    for (Parameter parameter : parameters) {
      check(kernels, function, parameter, noise);
    }
  }

  private static void check(
      Kernels kernels, ParameterFunction function, Parameter parameter, double noise) {
    float[] there = kernels.toArray(parameter.value());
    float[] gradient = kernels.toArray(parameter.gradient());
    for (int i = 0; i < there.length; i++) {
      double[] f = new double[5];
      for (int k = -2; k <= 2; k++) {
        float[] moved = Arrays.copyOf(there, there.length);
        moved[i] += k * STEP;
        kernels.write(parameter.value(), moved);
        f[k + 2] = value(kernels, function);
      }
      double difference = (8 * (f[3] - f[1]) - (f[4] - f[0])) / (12 * STEP);
      double derivative = (double) gradient[i] - BEFORE;
      double size = Math.max(Math.abs(difference), Math.abs(derivative));
      if (!(Math.abs(difference - derivative) <= TOLERANCE * size + noise)) {
        throw new AssertionError(
            String.format(
                Locale.ROOT,
                "the derivative by element %d of %s, %s, is %.6g, but finite differences give %.6g",
                i,
                parameter.name(),
                parameter.value().shape(),
                derivative,
                difference));
      }
    }
    kernels.write(parameter.value(), there);
  }

  private static double value(Kernels kernels, ParameterFunction function) {
    Tape tape = Tape.training(kernels, new RandomStream(DROPOUT_SEED));
    return kernels.toArray(function.on(tape).value())[0];
  }
}
