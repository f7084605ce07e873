package dev.carousel.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizersTest {
  private static final int STEPS = 20;
  private static final double RATE = 0.05;

  /**
   * The largest difference that rounding to float explains. Gradients are between 0.25 and 1 in
   * size, so a moment is at most 10 (momentum 0.9), wrong by 3 roundings of 2^-24 a step; a step is
   * at most 10 moments' worth, wrong by the numerator's and the denominator's errors, 10 · 2 · 3 ·
   * 20 · 2^-24 = 7.2e-5, times the rate 3.6e-6, over 20 steps 7.2e-5. The weights' own rounding
   * adds 20 · 10 · 2^-24 = 1.2e-5.
   */
  private static final double TOLERANCE = 1e-4;

  private final Kernels kernels = new EjmlKernels();

  /** One step of a rule on one weight, in double. Its state is in the object. */
  private interface Reference {
    double step(double weight, double gradient, int step);
  }

  private record Rule(String name, Optimizer optimizer, Supplier<Reference> by) {
    @Override
    public String toString() {
      return name;
    }
  }

  static List<Rule> rules() {
    return List.of(
        new Rule("sgd", new Sgd(RATE, 0), () -> (w, g, t) -> w - RATE * g),
        new Rule("sgd with momentum", new Sgd(RATE, 0.9), Momentum::new),
        // ε is large so that its place in the formula shows.
        new Rule("rmsprop", new RmsProp(RATE, 0.9, 0.1), RootMeanSquare::new),
        new Rule("adam", new Adam(RATE, 0.8, 0.95, 0.1), () -> new Moments(0)),
        new Rule("adamw", new AdamW(RATE, 0.8, 0.95, 0.1, 0.3), () -> new Moments(0.3)));
  }

  private static final class Momentum implements Reference {
    private double velocity;

    @Override
    public double step(double w, double g, int t) {
      velocity = 0.9 * velocity + g;
      return w - RATE * velocity;
    }
  }

  private static final class RootMeanSquare implements Reference {
    private double square;

    @Override
    public double step(double w, double g, int t) {
      square = 0.9 * square + 0.1 * g * g;
      return w - RATE * g / (Math.sqrt(square) + 0.1);
    }
  }

  private static final class Moments implements Reference {
    private final double decay;
    private double mean;
    private double square;

    Moments(double decay) {
      this.decay = decay;
    }

    @Override
    public double step(double w, double g, int t) {
      mean = 0.8 * mean + 0.2 * g;
      square = 0.95 * square + 0.05 * g * g;
      double unbiasedMean = mean / (1 - Math.pow(0.8, t));
      double unbiasedSquare = square / (1 - Math.pow(0.95, t));
      return w - RATE * decay * w - RATE * unbiasedMean / (Math.sqrt(unbiasedSquare) + 0.1);
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void followsItsFormula(Rule rule) {
    RandomStream random = new RandomStream(3);
    List<Parameter> parameters = List.of(parameter("a", random, 3, 5), parameter("b", random, 7));
    List<double[]> expected = new ArrayList<>();
    List<List<Reference>> references = new ArrayList<>();
    for (Parameter parameter : parameters) {
      float[] values = kernels.toArray(parameter.value());
      double[] weights = new double[values.length];
      List<Reference> own = new ArrayList<>();
      for (int i = 0; i < values.length; i++) {
        weights[i] = values[i];
        own.add(rule.by.get());
      }
      expected.add(weights);
      references.add(own);
    }
    Updates updates = rule.optimizer.start(kernels, parameters);
    for (int step = 1; step <= STEPS; step++) {
      setGradients(parameters, random);
      double clipping = step % 2 == 0 ? 0.5 : 1;
      updates.step(RATE, clipping);
      for (int p = 0; p < parameters.size(); p++) {
        float[] gradient = kernels.toArray(parameters.get(p).gradient());
        double[] weights = expected.get(p);
        for (int i = 0; i < weights.length; i++) {
          weights[i] = references.get(p).get(i).step(weights[i], clipping * gradient[i], step);
        }
      }
    }

    for (int p = 0; p < parameters.size(); p++) {
      float[] actual = kernels.toArray(parameters.get(p).value());
      for (int i = 0; i < actual.length; i++) {
        assertThat((double) actual[i]).isCloseTo(expected.get(p)[i], within(TOLERANCE));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("rules")
  void continuesExactlyFromItsState(Rule rule) {
    RandomStream random = new RandomStream(5);
    List<Parameter> parameters = List.of(parameter("a", random, 2, 3));
    Updates updates = rule.optimizer.start(kernels, parameters);
    for (int step = 0; step < 3; step++) {
      setGradients(parameters, random);
      updates.step(RATE);
    }
    Parameter copy =
        new Parameter(
            "a",
            kernels.tensor(kernels.toArray(parameters.get(0).value()), 2, 3),
            kernels.zeros(2, 3));
    Updates continued = rule.optimizer.start(kernels, List.of(copy));
    Map<String, Tensor> state = updates.state();
    continued
        .state()
        .forEach((name, tensor) -> kernels.write(tensor, kernels.toArray(state.get(name))));
    for (int step = 0; step < 3; step++) {
      setGradients(parameters, random);
      kernels.write(copy.gradient(), kernels.toArray(parameters.get(0).gradient()));
      updates.step(RATE);
      continued.step(RATE);
    }

    assertThat(kernels.toArray(copy.value()))
        .containsExactly(kernels.toArray(parameters.get(0).value()));
  }

  private Parameter parameter(String name, RandomStream random, int... sizes) {
    Tensor value = kernels.zeros(sizes);
    float[] values = new float[value.shape().elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (2 * random.nextDouble() - 1);
    }
    kernels.write(value, values);
    return new Parameter(name, value, kernels.zeros(sizes));
  }

  private void setGradients(List<Parameter> parameters, RandomStream random) {
    for (Parameter parameter : parameters) {
      float[] gradient = new float[parameter.gradient().shape().elements()];
      for (int i = 0; i < gradient.length; i++) {
        double size = 0.25 + 0.75 * random.nextDouble();
        gradient[i] = (float) (random.nextBoolean() ? size : -size);
      }
      kernels.write(parameter.gradient(), gradient);
    }
  }

  @Test
  void namesItsStateByParameterAndMoment() {
    RandomStream random = new RandomStream(1);
    List<Parameter> parameters = List.of(parameter("a", random, 2, 3), parameter("b", random, 4));

    assertThat(new Sgd(0.1, 0).start(kernels, parameters).state()).containsOnlyKeys("steps");
    assertThat(new Sgd(0.1, 0.9).start(kernels, parameters).state())
        .containsOnlyKeys("steps", "a.velocity", "b.velocity");
    assertThat(new RmsProp(0.1, 0.9, 1e-8).start(kernels, parameters).state())
        .containsOnlyKeys("steps", "a.square", "b.square");
    assertThat(new Adam(0.1, 0.9, 0.999, 1e-8).start(kernels, parameters).state())
        .containsOnlyKeys("steps", "a.mean", "a.square", "b.mean", "b.square");
    Map<String, Tensor> state =
        new AdamW(0.1, 0.9, 0.999, 1e-8, 0.01).start(kernels, parameters).state();
    assertThat(state).containsOnlyKeys("steps", "a.mean", "a.square", "b.mean", "b.square");
    assertThat(state.get("a.mean").shape().sizes()).containsExactly(2, 3);
    assertThat(state.get("b.square").shape().sizes()).containsExactly(4);
  }

  @Test
  void refusesImpossibleValues() {
    refused(() -> new Sgd(0, 0), "learningRate must be above 0, got 0.0");
    refused(() -> new Sgd(Double.NaN, 0), "learningRate must be above 0, got NaN");
    refused(() -> new Sgd(0.1, 1), "momentum must be at least 0 and below 1, got 1.0");
    refused(() -> new RmsProp(-1, 0.9, 1e-8), "learningRate must be above 0, got -1.0");
    refused(() -> new RmsProp(0.1, -0.1, 1e-8), "decay must be at least 0 and below 1, got -0.1");
    refused(() -> new RmsProp(0.1, 0.9, 0), "epsilon must be above 0, got 0.0");
    refused(() -> new Adam(0.1, 1, 0.9, 1e-8), "beta1 must be at least 0 and below 1, got 1.0");
    refused(() -> new Adam(0.1, 0.9, 2, 1e-8), "beta2 must be at least 0 and below 1, got 2.0");
    refused(() -> new Adam(0.1, 0.9, 0.9, -1), "epsilon must be above 0, got -1.0");
    refused(
        () -> new AdamW(Double.POSITIVE_INFINITY, 0.9, 0.9, 1e-8, 0),
        "learningRate must be above 0, got Infinity");
    refused(() -> new AdamW(0.1, 0.9, 0.9, 1e-8, -0.5), "weightDecay must be at least 0, got -0.5");
  }

  private static void refused(ThrowingCallable constructor, String message) {
    assertThatThrownBy(constructor)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
