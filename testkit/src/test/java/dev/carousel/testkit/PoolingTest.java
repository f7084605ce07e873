package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Tape;
import dev.carousel.autograd.Variable;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.Recurrent;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.pooling.AttentionPooling;
import dev.carousel.pooling.LastPooling;
import dev.carousel.pooling.MaxPooling;
import dev.carousel.pooling.MeanPooling;
import dev.carousel.pooling.Pooling;
import dev.carousel.pooling.SequenceClassifier;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.TestCellsTest.PeepholeLstm;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Poolings against their formulas, and the gradients of the classifiers that use them. */
class PoolingTest {
  private static final int WIDTH = 2;
  private static final int[] LENGTHS = {3, 1, 4};
  private static final int STEPS = 4;
  // Two elements of step t of sequence b are at (3t + b) * 2; those beyond an end are 0, as
  // recurrent layers give them.
  private static final float[] OUTPUTS = {
    1, -5, 7, 8, 2, 2, //
    3, -1, 0, 0, -4, 9, //
    2, -3, 0, 0, 6, 1, //
    0, 0, 0, 0, 4, 4
  };

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());

  static List<Pooling> poolings() {
    return List.of(new LastPooling(), new MeanPooling(), new MaxPooling(), new AttentionPooling(2));
  }

  private float[] pooled(Pooling pooling) {
    Variable sequence =
        Tape.prediction(kernels).constant(kernels.tensor(OUTPUTS, STEPS * LENGTHS.length, WIDTH));
    return kernels.toArray(
        pooling
            .build("p", WIDTH, kernels, new PyTorchInitializer(), new RandomStream(1))
            .apply(new Recurrent.Output(sequence, sequence, List.of()), STEPS, LENGTHS)
            .value());
  }

  @Test
  void meansAreOverRealSteps() {
    assertThat(pooled(new MeanPooling()))
        .containsExactly(new float[] {2, -3, 7, 8, 2, 4}, within(1e-6f));
  }

  @Test
  void theLargestOfRealStepsMayBeNegative() {
    assertThat(pooled(new MaxPooling())).containsExactly(3, -1, 7, 8, 6, 9);
  }

  @Test
  void attentionLiesWithinWhatItWeighs() {
    float[] pooled = pooled(new AttentionPooling(2));
    assertThat(pooled[0]).isBetween(1f, 3f);
    assertThat(pooled[1]).isBetween(-5f, -1f);
    assertThat(pooled[2]).isCloseTo(7, within(1e-5f));
    assertThat(pooled[3]).isCloseTo(8, within(1e-5f));
  }

  @ParameterizedTest
  @MethodSource("poolings")
  void gradientsReachEveryParameter(Pooling pooling) {
    // With these weights no two steps come so near to each other that a difference would change
    // which is the largest.
    Model model =
        new SequenceClassifier(
                new RecurrentStack(new PeepholeLstm(3, 1), 1, true, 0),
                pooling,
                OptionalInt.of(2),
                0.2,
                0.2,
                new PyTorchInitializer())
            .build(new Signature(new Signature.Tokens(5), 3, false), kernels, new RandomStream(9));
    Batch batch =
        new Batch(
            STEPS,
            3,
            LENGTHS,
            new Inputs.Tokens(new int[] {1, 2, 3, 4, 0, 2, 1, 0, 4, 0, 0, 3}),
            new Targets.Labels(new int[] {2, 0, 1}),
            false);

    GradientCheck.check(
        kernels,
        tape -> new CrossEntropy().of(model.outputs(tape, batch), batch.targets()),
        model.parameters());
  }

  @Test
  void refusesTasksThatAskAtEveryStep() {
    SequenceClassifier classifier =
        new SequenceClassifier(
            RecurrentStack.of(new PeepholeLstm(3, 1)),
            new MaxPooling(),
            OptionalInt.empty(),
            0,
            0,
            new PyTorchInitializer());
    assertThatThrownBy(
            () ->
                classifier.build(
                    new Signature(new Signature.Tokens(5), 3, true), kernels, new RandomStream(8)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "a sequence classifier answers once a sequence, but this task asks for an answer at"
                + " every step; use a \"sequence-model\"");
  }
}
