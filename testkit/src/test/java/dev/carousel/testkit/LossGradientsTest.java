package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.loss.BinaryCrossEntropy;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.Ctc;
import dev.carousel.loss.Huber;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanAbsoluteError;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.ShapeException;
import dev.carousel.tensor.Tensor;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Values and gradients of all losses, with and without weights. */
class LossGradientsTest {
  private static final int ROWS = 4;
  private static final int WIDTH = 3;
  // Away from kinks: of |y - target| at 0 and, for Huber's loss with delta 0.8, at 0.8.
  private static final float[] OUTPUTS = {
    0.3f, -1.2f, 2.1f, 0.9f, -0.4f, 1.7f, -2.2f, 0.1f, 0.6f, 1.1f, -0.8f, 0.2f
  };
  private static final float[] TARGETS = {1, 0, 0, 1, 1, 1, 0, 1, 0, 0, 0, 1};
  // Mean 0.75; the zeros are of an element, a column's end and a whole row.
  private static final float[] WEIGHTS = {1, 0, 1, 2, 0.5f, 0, 0, 0, 0, 3, 1, 0.5f};

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());

  /** A loss of one element, in double, to compare with. */
  interface Formula {
    double of(double y, double target);
  }

  record Named(Loss loss, Formula formula) {
    @Override
    public String toString() {
      return loss.toString();
    }
  }

  static List<Named> losses() {
    return List.of(
        new Named(new MeanSquaredError(), (y, t) -> (y - t) * (y - t)),
        new Named(new MeanAbsoluteError(), (y, t) -> Math.abs(y - t)),
        new Named(new Huber(0.75), (y, t) -> huber(Math.abs(y - t), 0.75)),
        new Named(
            new BinaryCrossEntropy(),
            (y, t) ->
                -t * Math.log(1 / (1 + Math.exp(-y))) - (1 - t) * Math.log(1 / (1 + Math.exp(y)))));
  }

  private static double huber(double error, double delta) {
    return error <= delta ? error * error / 2 : delta * (error - delta / 2);
  }

  private Tensor outputs() {
    return kernels.tensor(OUTPUTS, ROWS, WIDTH);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void valueIsTheMean(Named named) {
    double sum = 0;
    for (int i = 0; i < OUTPUTS.length; i++) {
      sum += named.formula.of(OUTPUTS[i], TARGETS[i]);
    }
    assertThat(value(named.loss, new Targets.Values(WIDTH, TARGETS, null)))
        .isCloseTo(sum / OUTPUTS.length, Offset.offset(1e-6));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void weightedValueIsTheWeightedMean(Named named) {
    double sum = 0;
    double total = 0;
    for (int i = 0; i < OUTPUTS.length; i++) {
      sum += WEIGHTS[i] * named.formula.of(OUTPUTS[i], TARGETS[i]);
      total += WEIGHTS[i];
    }
    assertThat(value(named.loss, new Targets.Values(WIDTH, TARGETS, WEIGHTS)))
        .isCloseTo(sum / total, Offset.offset(1e-6));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void gradientsAreRight(Named named) {
    check(named.loss, new Targets.Values(WIDTH, TARGETS, null));
    check(named.loss, new Targets.Values(WIDTH, TARGETS, WEIGHTS));
  }

  @ParameterizedTest
  @MethodSource("losses")
  void unknownTargetsOfNoWeightStayOut(Named named) {
    float[] unknown = TARGETS.clone();
    for (int i = 0; i < unknown.length; i++) {
      unknown[i] = WEIGHTS[i] == 0 ? Float.NaN : unknown[i];
    }
    Targets.Values targets = new Targets.Values(WIDTH, unknown, WEIGHTS);
    assertThat(value(named.loss, targets))
        .isEqualTo(value(named.loss, new Targets.Values(WIDTH, TARGETS, WEIGHTS)));
    check(named.loss, targets);
    assertThat(unknown).as("the caller's array").contains(Float.NaN);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void withoutAnyWeightLossAndGradientAreZero(Named named) {
    Targets targets = new Targets.Values(WIDTH, TARGETS, new float[TARGETS.length]);
    Parameter outputs = new Parameter("outputs", outputs(), kernels.zeros(ROWS, WIDTH));
    Tape tape = Tape.training(kernels, new RandomStream(1));
    Variable loss = named.loss.of(tape.parameter(outputs), targets);
    tape.backward(loss);
    assertThat(kernels.toArray(loss.value())).containsExactly(0);
    assertThat(kernels.toArray(outputs.gradient())).containsOnly(0);
  }

  @ParameterizedTest
  @MethodSource("losses")
  void targetsThatDoNotFitAreRefused(Named named) {
    Variable outputs = Tape.prediction(kernels).constant(outputs());
    assertThatThrownBy(() -> named.loss.of(outputs, new Targets.Values(2, new float[8], null)))
        .isInstanceOf(ShapeException.class)
        .hasMessage(
            "loss: expected targets of the outputs' shape [4, 3], got 8 numbers in rows of 2");
    assertThatThrownBy(() -> named.loss.of(outputs, new Targets.Labels(new int[4])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("this loss needs real values as targets, not labels");
  }

  @Test
  void binaryCrossEntropyOfHugeLogitsIsFinite() {
    Variable logits =
        Tape.prediction(kernels).constant(kernels.tensor(new float[] {1000, -1000}, 1, 2));
    Variable loss =
        new BinaryCrossEntropy().of(logits, new Targets.Values(2, new float[] {0, 0}, null));
    assertThat(kernels.toArray(loss.value())).containsExactly(500);
  }

  @Test
  void crossEntropyIsTheMeanOverLabelledRows() {
    int[] labels = {2, -1, 0, 1};
    double sum = 0;
    for (int row = 0; row < ROWS; row++) {
      if (labels[row] >= 0) {
        double total = 0;
        for (int j = 0; j < WIDTH; j++) {
          total += Math.exp(OUTPUTS[row * WIDTH + j]);
        }
        sum += Math.log(total) - OUTPUTS[row * WIDTH + labels[row]];
      }
    }
    Targets targets = new Targets.Labels(labels);
    assertThat(value(new CrossEntropy(), targets)).isCloseTo(sum / 3, Offset.offset(1e-6));
    check(new CrossEntropy(), targets);
    check(new CrossEntropy(), new Targets.Labels(new int[] {0, 1, 2, 2}));
  }

  @Test
  void crossEntropyWithoutAnyLabelIsZero() {
    Targets targets = new Targets.Labels(new int[] {-1, -1, -1, -1});
    assertThat(value(new CrossEntropy(), targets)).isZero();
    check(new CrossEntropy(), targets);
  }

  @Test
  void crossEntropyRefusesOtherTargets() {
    Variable outputs = Tape.prediction(kernels).constant(outputs());
    CrossEntropy loss = new CrossEntropy();
    assertThatThrownBy(() -> loss.of(outputs, new Targets.Values(WIDTH, TARGETS, null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cross-entropy needs one label a row, not values");
    assertThatThrownBy(() -> loss.of(outputs, new Targets.Labels(new int[3])))
        .isInstanceOf(ShapeException.class)
        .hasMessage("cross-entropy: expected 4 labels, got 3");
    assertThatThrownBy(() -> loss.of(outputs, new Targets.Labels(new int[] {0, 3, 0, 0})))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("softmax cross-entropy: target 3 of row 1 is not one of 3 classes");
  }

  /** Two steps of two sequences of unequal lengths; the first has one path, the second three. */
  @Test
  void ctcIsTheMeanOverSequences() {
    Targets targets = new Targets.Sequences(2, new int[] {1, 2}, new int[][] {{1}, {2}});
    double first = probability(0, 1);
    double second =
        probability(1, 2) * probability(3, 2)
            + probability(1, 2) * probability(3, 0)
            + probability(1, 0) * probability(3, 2);

    Ctc loss = new Ctc(Ctc.Impossible.REFUSE);
    assertThat(value(loss, targets))
        .isCloseTo((-Math.log(first) - Math.log(second)) / 2, Offset.offset(1e-6));
    check(loss, targets);
    check(loss, new Targets.Sequences(4, new int[] {4}, new int[][] {{2, 2}}));
    check(loss, new Targets.Sequences(4, new int[] {3}, new int[][] {{}}));
    check(
        new Ctc(Ctc.Impossible.SKIP),
        new Targets.Sequences(2, new int[] {1, 2}, new int[][] {{1, 2}, {2, 1}}));
  }

  private static double probability(int row, int label) {
    double total = 0;
    for (int j = 0; j < WIDTH; j++) {
      total += Math.exp(OUTPUTS[row * WIDTH + j]);
    }
    return Math.exp(OUTPUTS[row * WIDTH + label]) / total;
  }

  @Test
  void huberRefusesADeltaOfNothing() {
    assertThatThrownBy(() -> new Huber(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("delta must be above 0, got 0.0");
  }

  private double value(Loss loss, Targets targets) {
    Variable outputs = Tape.prediction(kernels).constant(outputs());
    return kernels.toArray(loss.of(outputs, targets).value())[0];
  }

  private void check(Loss loss, Targets targets) {
    GradientCheck.check(kernels, v -> loss.of(v.get(0), targets), outputs());
  }
}
