package dev.carousel.interop.onnx.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtException;
import dev.carousel.tensor.EjmlKernels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * The operators beside ONNX Runtime, another implementation of the same standard: random shapes,
 * weights, lengths and states, every activation function, every attribute. A number may differ by a
 * hundred-thousandth of the largest of its tensor.
 */
class OnnxRuntimeAgreementTest {
  private static final double TOLERANCE = 1e-5;

  /**
   * Smaller numbers are compared as if they were this large. They may be sums that cancel: of gates
   * and states near 1, or in ONNX Runtime's scaled tanh, 2 σ(2 x) - 1, and softplus, log(1 + e^x).
   * Such a sum has the rounding of its terms, 6e-8 for each number near 1, and so up to a millionth
   * for some ten of them.
   */
  private static final double LEAST = 0.1;

  /**
   * A batch and what a node has of its optional inputs.
   *
   * @param operatorSet which opset the node is of
   * @param scale the largest input; weights are at most 1/√H
   */
  record Trial(
      int steps,
      int rows,
      int inputs,
      boolean lengths,
      boolean states,
      boolean biases,
      double scale,
      int operatorSet,
      long seed) {
    Trial scaled(double factor) {
      return new Trial(
          steps, rows, inputs, lengths, states, biases, factor * scale, operatorSet, seed);
    }
  }

  @Provide
  Arbitrary<Trial> trials() {
    Arbitrary<Integer> small = Arbitraries.integers().between(1, 6);
    Arbitrary<Boolean> either = Arbitraries.of(true, false);
    Arbitrary<Double> scales = Arbitraries.of(0.5, 1.0, 4.0);
    Arbitrary<Integer> operatorSets = Arbitraries.integers().between(14, 26);
    return Combinators.combine(small, small, small, either, either, either, Arbitraries.longs())
        .flatAs(
            (steps, rows, inputs, lengths, states, biases, seed) ->
                Combinators.combine(scales, operatorSets)
                    .as(
                        (scale, set) ->
                            new Trial(
                                steps, rows, inputs, lengths, states, biases, scale, set, seed)));
  }

  @Provide
  Arbitrary<Direction> directions() {
    return Arbitraries.of(Direction.class);
  }

  @Provide
  Arbitrary<Activation> activations() {
    return Operators.activations();
  }

  @Provide
  Arbitrary<OptionalDouble> clips() {
    return Arbitraries.of(OptionalDouble.empty(), OptionalDouble.of(0.3), OptionalDouble.of(1.25));
  }

  @Provide
  Arbitrary<Integer> units() {
    return Arbitraries.integers().between(1, 9);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void rnn(
      @ForAll("trials") Trial trial,
      @ForAll("directions") Direction direction,
      @ForAll("units") int units,
      @ForAll("activations") Activation first,
      @ForAll("activations") Activation second,
      @ForAll("clips") OptionalDouble clip)
      throws OrtException {
    requireAgreement(operator(direction, new OnnxRnn(units, first, clip), List.of(second)), trial);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void gru(
      @ForAll("trials") Trial trial,
      @ForAll("directions") Direction direction,
      @ForAll("units") int units,
      @ForAll("activations") Activation f,
      @ForAll("activations") Activation g,
      @ForAll("activations") Activation second,
      @ForAll("clips") OptionalDouble clip,
      @ForAll boolean linearBeforeReset)
      throws OrtException {
    requireAgreement(
        operator(direction, new OnnxGru(units, f, g, clip, linearBeforeReset), List.of(second, f)),
        trial);
  }

  @Property(tries = 500, edgeCases = EdgeCasesMode.NONE)
  void lstm(
      @ForAll("trials") Trial trial,
      @ForAll("directions") Direction direction,
      @ForAll("units") int units,
      @ForAll("activations") Activation f,
      @ForAll("activations") Activation g,
      @ForAll("activations") Activation h,
      @ForAll boolean inputForget,
      @ForAll boolean peepholes)
      throws OrtException {
    OptionalDouble none = OptionalDouble.empty();
    requireAgreement(
        operator(
            direction,
            new OnnxLstm(units, f, g, h, none, inputForget, peepholes),
            List.of(h, f, g)),
        trial);
  }

  /**
   * ONNX Runtime does not clip the argument of h (see {@link OnnxRuntimeDifferencesTest}), so here
   * the cell state stays within the clip: it grows by at most 1 a step. The clip of the gates does
   * matter.
   */
  @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
  void clippedLstm(
      @ForAll("trials") Trial trial,
      @ForAll("directions") Direction direction,
      @ForAll("units") int units,
      @ForAll("gates") Activation f,
      @ForAll("boundedActivations") Activation g,
      @ForAll("activations") Activation h,
      @ForAll boolean inputForget,
      @ForAll boolean peepholes)
      throws OrtException {
    OptionalDouble clip = OptionalDouble.of(1.5 + trial.steps);
    OnnxLstm cell = new OnnxLstm(units, f, g, h, clip, inputForget, peepholes);
    RecurrentOperator operator = operator(direction, cell, List.of(f, g, h));
    Batch batch = Batch.of(operator, trial.scaled(20));
    OnnxLstm free = new OnnxLstm(units, f, g, h, OptionalDouble.empty(), inputForget, peepholes);
    Assume.that(
        distance(
                batch.run(operator).y(), batch.run(operator(direction, free, List.of(f, g, h))).y())
            > 1e-3);
    requireAgreement(operator, batch);
  }

  @Provide
  Arbitrary<Activation> gates() {
    return Arbitraries.of(ActivationFunction.SIGMOID, ActivationFunction.HARD_SIGMOID)
        .map(Activation::of);
  }

  @Provide
  Arbitrary<Activation> boundedActivations() {
    return Arbitraries.of(
            ActivationFunction.SIGMOID,
            ActivationFunction.HARD_SIGMOID,
            ActivationFunction.SOFTSIGN)
        .map(Activation::of);
  }

  /** ONNX Runtime refuses layout 1, so its results in layout 0 are transposed. */
  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
  void sequencesFirstIsStepsFirstTransposed(
      @ForAll("trials") Trial trial,
      @ForAll("directions") Direction direction,
      @ForAll("cells") OnnxCell cell)
      throws OrtException {
    RecurrentOperator stepsFirst = operator(direction, cell, cell.activations());
    RecurrentOperator sequencesFirst =
        new RecurrentOperator(direction, Layout.SEQUENCES_FIRST, stepsFirst.cells());
    Batch batch = Batch.of(stepsFirst, trial);
    RecurrenceRunner.Result expected = batch.onnxRuntime(stepsFirst);
    Batch transposed =
        new Batch(
            batch.tensors,
            transposed(batch.x, trial.steps, trial.rows, trial.inputs),
            trial.steps,
            batch.lengths,
            batch.initial.stream().map(s -> transposedState(s, direction, trial, cell)).toList(),
            trial.lengths,
            trial.operatorSet);
    RecurrenceRunner.Result actual = transposed.run(sequencesFirst);
    requireClose(
        "Y",
        transposed(expected.y(), trial.steps * direction.count(), trial.rows, cell.units()),
        actual.y());
    for (int k = 0; k < actual.states().size(); k++) {
      requireClose(
          "state " + k,
          transposedState(expected.states().get(k), direction, trial, cell),
          actual.states().get(k));
    }
  }

  private static float[] transposedState(
      float[] state, Direction direction, Trial trial, OnnxCell cell) {
    return state.length == 0
        ? state
        : transposed(state, direction.count(), trial.rows, cell.units());
  }

  /** [a, b, width] as [b, a, width]. */
  private static float[] transposed(float[] values, int a, int b, int width) {
    float[] result = new float[values.length];
    for (int i = 0; i < a; i++) {
      for (int j = 0; j < b; j++) {
        System.arraycopy(values, (i * b + j) * width, result, (j * a + i) * width, width);
      }
    }
    return result;
  }

  @Provide
  Arbitrary<OnnxCell> cells() {
    OptionalDouble none = OptionalDouble.empty();
    Activation sigmoid = Activation.of(ActivationFunction.SIGMOID);
    Activation tanh = Activation.of(ActivationFunction.TANH);
    return units()
        .flatMap(
            units ->
                Arbitraries.of(
                    new OnnxRnn(units, tanh, none),
                    new OnnxGru(units, sigmoid, tanh, none, true),
                    new OnnxLstm(units, sigmoid, tanh, tanh, none, false, true)));
  }

  private static RecurrentOperator operator(
      Direction direction, OnnxCell cell, List<Activation> second) {
    return new RecurrentOperator(
        direction,
        Layout.STEPS_FIRST,
        direction == Direction.BIDIRECTIONAL ? List.of(cell, cell.with(second)) : List.of(cell));
  }

  private static void requireAgreement(RecurrentOperator operator, Trial trial)
      throws OrtException {
    requireAgreement(operator, Batch.of(operator, trial));
  }

  private static void requireAgreement(RecurrentOperator operator, Batch batch)
      throws OrtException {
    RecurrenceRunner.Result expected = batch.onnxRuntime(operator);
    // Gates that are not bounded may make states grow without bound, and their rounding with them.
    Assume.that(magnitude(expected.y()) < 10);
    RecurrenceRunner.Result actual = batch.run(operator);
    Assume.that(isContinuousThere(operator, batch, actual));
    for (long seed = 1; seed <= 4; seed++) {
      Assume.that(isSteady(actual, batch.nudged(seed).run(operator)));
    }
    requireClose("Y", expected.y(), actual.y());
    for (int k = 0; k < expected.states().size(); k++) {
      requireClose("state " + k, expected.states().get(k), actual.states().get(k));
    }
  }

  /** Everything that goes into an operator. */
  record Batch(
      RecurrenceTensors tensors,
      float[] x,
      int steps,
      int[] lengths,
      List<float[]> initial,
      boolean saysLengths,
      int operatorSet) {
    static Batch of(RecurrentOperator operator, Trial trial) {
      Random random = new Random(trial.seed);
      OnnxCell cell = operator.cell();
      int units = cell.units();
      int ways = operator.direction().count();
      int rows = ways * cell.gates().size() * units;
      double weight = 1 / Math.sqrt(units);
      boolean peepholes = cell instanceof OnnxLstm lstm && lstm.peepholes();
      RecurrenceTensors tensors =
          new RecurrenceTensors(
              trial.inputs,
              numbers(random, rows * trial.inputs, weight),
              numbers(random, rows * units, weight),
              numbers(random, trial.biases ? 2 * rows : 0, weight),
              numbers(random, peepholes ? 3 * ways * units : 0, weight));
      float[] x = numbers(random, trial.steps * trial.rows * trial.inputs, trial.scale);
      int[] lengths = new int[trial.rows];
      Arrays.setAll(lengths, i -> trial.lengths ? 1 + random.nextInt(trial.steps) : trial.steps);
      List<float[]> initial = new ArrayList<>();
      for (int k = 0; k < cell.equations().states().size(); k++) {
        initial.add(numbers(random, trial.states ? ways * trial.rows * units : 0, 1));
      }
      return new Batch(tensors, x, trial.steps, lengths, initial, trial.lengths, trial.operatorSet);
    }

    /** Every number up or down by one rounding. */
    Batch nudged(long seed) {
      Random random = new Random(seed);
      return new Batch(
          new RecurrenceTensors(
              tensors.inputs(),
              nudged(random, tensors.w()),
              nudged(random, tensors.r()),
              nudged(random, tensors.b()),
              nudged(random, tensors.p())),
          nudged(random, x),
          steps,
          lengths,
          initial.stream().map(state -> nudged(random, state)).toList(),
          saysLengths,
          operatorSet);
    }

    private static float[] nudged(Random random, float[] values) {
      float[] nudged = values.clone();
      for (int i = 0; i < nudged.length; i++) {
        nudged[i] = random.nextBoolean() ? Math.nextUp(values[i]) : Math.nextDown(values[i]);
      }
      return nudged;
    }

    RecurrenceRunner.Result run(RecurrentOperator operator) {
      return new RecurrenceRunner(operator, tensors, new EjmlKernels())
          .run(x, steps, lengths, initial);
    }

    RecurrenceRunner.Result onnxRuntime(RecurrentOperator operator) throws OrtException {
      return new NodeInOnnxRuntime(operator, operatorSet)
          .run(
              tensors,
              x,
              steps,
              lengths.length,
              saysLengths ? Optional.of(lengths) : Optional.empty(),
              initial);
    }
  }

  /**
   * Whether no argument of a thresholded relu is so near its threshold that rounding decides. The
   * threshold occurs nowhere else, so if a little more or less of it changed no bit, none is.
   */
  private static boolean isContinuousThere(
      RecurrentOperator operator, Batch batch, RecurrenceRunner.Result result) {
    for (double factor : new double[] {1 - 1e-4, 1 + 1e-4}) {
      RecurrentOperator moved =
          new RecurrentOperator(
              operator.direction(),
              operator.layout(),
              operator.cells().stream()
                  .map(
                      cell ->
                          cell.with(
                              cell.activations().stream().map(a -> moved(a, factor)).toList()))
                  .toList());
      if (!moved.equals(operator) && !Arrays.equals(batch.run(moved).y(), result.y())) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether roundings stay small on their way through the steps: moving every number that goes in
   * by one of them, up or down, moves nothing by more than a fourth of the tolerance. What is left
   * of it is for the many roundings within.
   */
  private static boolean isSteady(RecurrenceRunner.Result result, RecurrenceRunner.Result nudged) {
    boolean steady = isNear(result.y(), nudged.y());
    for (int k = 0; k < result.states().size(); k++) {
      steady &= isNear(result.states().get(k), nudged.states().get(k));
    }
    return steady;
  }

  private static boolean isNear(float[] a, float[] b) {
    return distance(a, b) <= TOLERANCE / 4 * Math.max(LEAST, magnitude(a));
  }

  private static Activation moved(Activation activation, double factor) {
    return activation.function() == ActivationFunction.THRESHOLDED_RELU
        ? new Activation(activation.function(), activation.alpha() * factor, 0)
        : activation;
  }

  private static float[] numbers(Random random, int count, double largest) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (largest * (2 * random.nextDouble() - 1));
    }
    return values;
  }

  private static double distance(float[] a, float[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  private static double magnitude(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  private static void requireClose(String name, float[] expected, float[] actual) {
    assertThat(actual).as(name).hasSameSizeAs(expected);
    double largest = Math.max(LEAST, magnitude(expected));
    for (int i = 0; i < expected.length; i++) {
      double error = Math.abs((double) expected[i] - actual[i]);
      assertThat(error <= TOLERANCE * largest)
          .as("%s[%d] is %s, expected %s of at most %s", name, i, actual[i], expected[i], largest)
          .isTrue();
    }
  }
}
