package dev.carousel.examples;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.cells.gru.Gru;
import dev.carousel.data.Targets;
import dev.carousel.layer.Dense;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.optim.Adam;
import dev.carousel.optim.Updates;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Carousel as a library, without JSON and without Guice: a gated recurrent unit learns the next
 * value of noisy sines.
 */
public final class PlainLibrary {
  private static final int STEPS = 40;
  private static final int SEQUENCES = 16;

  private PlainLibrary() {}

  /**
   * Trains for 150 steps and prints the loss.
   *
   * @param arguments not used
   */
  public static void main(String[] arguments) {
    List<Double> losses = train(150, 1);
    for (int step = 0; step < losses.size(); step += 30) {
      System.out.printf("step %3d  mean squared error %.5f%n", step, losses.get(step));
    }
    System.out.printf("at last   mean squared error %.5f%n", losses.get(losses.size() - 1));
  }

  /**
   * Trains a new network.
   *
   * @param trainingSteps how many mini-batches
   * @param seed decides weights and data
   * @return the loss of every mini-batch, before its update
   */
  static List<Double> train(int trainingSteps, long seed) {
    Kernels kernels = new EjmlKernels();
    RandomStream random = new RandomStream(seed);
    RecurrentStack stack = RecurrentStack.of(new Gru(24, Gru.Reset.AFTER));
    PyTorchInitializer initializer = new PyTorchInitializer();
    Recurrent recurrent =
        new Recurrent("recurrent", stack, 1, kernels, initializer, random.derive("recurrent"));
    Dense readout =
        new Dense("readout", stack.outputs(), 1, kernels, initializer, random.derive("readout"));
    List<Parameter> parameters = new ArrayList<>(recurrent.parameters());
    parameters.addAll(readout.parameters());
    Updates updates = new Adam(0.01, 0.9, 0.999, 1e-8).start(kernels, parameters);

    int[] lengths = new int[SEQUENCES];
    Arrays.fill(lengths, STEPS);
    List<Double> losses = new ArrayList<>();
    for (int step = 0; step < trainingSteps; step++) {
      float[] waves = waves(random);
      int rows = STEPS * SEQUENCES;
      float[] now = Arrays.copyOfRange(waves, 0, rows);
      float[] next = Arrays.copyOfRange(waves, SEQUENCES, SEQUENCES + rows);

      Tape tape = Tape.training(kernels, random);
      Variable input = tape.constant(kernels.tensor(now, rows, 1));
      Variable hidden = recurrent.apply(input, STEPS, lengths).sequence();
      Variable predicted = readout.apply(hidden);
      Variable loss = new MeanSquaredError().of(predicted, new Targets.Values(1, next, null));

      parameters.forEach(parameter -> kernels.fill(parameter.gradient(), 0));
      tape.backward(loss);
      updates.step(0.01);
      losses.add((double) kernels.toArray(loss.value())[0]);
    }
    return losses;
  }

  /**
   * Sines of random phase and period with a little noise, one step more than is fed, time-major.
   */
  private static float[] waves(RandomStream random) {
    float[] values = new float[(STEPS + 1) * SEQUENCES];
    for (int b = 0; b < SEQUENCES; b++) {
      double phase = random.nextDouble() * 2 * Math.PI;
      double period = 10 + 20 * random.nextDouble();
      for (int t = 0; t <= STEPS; t++) {
        double noise = 0.02 * random.nextGaussian();
        values[t * SEQUENCES + b] = (float) (Math.sin(phase + 2 * Math.PI * t / period) + noise);
      }
    }
    return values;
  }
}
