package dev.carousel.timeseries.distribution;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.GradientCheck;
import dev.carousel.testkit.PoisoningKernels;

/**
 * A loss at one point.
 *
 * @param loss its value
 * @param gradient its derivatives by the outputs, in row-major order
 */
record Evaluation(float loss, float[] gradient) {
  static final Kernels KERNELS = new PoisoningKernels(new EjmlKernels());

  static Evaluation of(Loss loss, float[] outputs, int rows, Targets targets) {
    int columns = outputs.length / rows;
    Parameter parameter =
        new Parameter(
            "outputs", KERNELS.tensor(outputs, rows, columns), KERNELS.zeros(rows, columns));
    Tape tape = Tape.training(KERNELS, new RandomStream(1));
    Variable value = loss.of(tape.parameter(parameter), targets);
    float number = KERNELS.toArray(value.value())[0];
    tape.backward(value);
    return new Evaluation(number, KERNELS.toArray(parameter.gradient()));
  }

  static void checkGradient(Loss loss, float[] outputs, int rows, Targets targets) {
    GradientCheck.check(
        KERNELS,
        variables -> loss.of(variables.get(0), targets),
        KERNELS.tensor(outputs, rows, outputs.length / rows));
  }
}
