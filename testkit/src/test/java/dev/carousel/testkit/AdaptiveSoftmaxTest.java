package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.layer.AdaptiveSoftmax;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.Readout;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class AdaptiveSoftmaxTest {
  private static final int INPUTS = 4;
  private static final int TOKENS = 9;
  private static final Targets LABELS = new Targets.Labels(new int[] {0, 4, -1, 8, 2, 3, 8});

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());
  private final RandomStream random = new RandomStream(31);
  private final Readout readout =
      new AdaptiveSoftmax(List.of(3, 5), 2)
          .build("r", INPUTS, TOKENS, kernels, new PyTorchInitializer(), new RandomStream(4));

  private Tensor hidden() {
    float[] values = new float[7 * INPUTS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return kernels.tensor(values, 7, INPUTS);
  }

  @Test
  void gradientsReachHeadAndClusters() {
    Tensor h = hidden();
    List<Parameter> all = new ArrayList<>(readout.parameters());
    Parameter input = new Parameter("h", h, kernels.zeros(7, INPUTS));
    all.add(input);

    GradientCheck.check(
        kernels, tape -> readout.loss(tape.parameter(input), LABELS, new CrossEntropy()), all);
    assertThat(readout.parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "r.head.W",
            "r.head.b",
            "r.cluster1.U",
            "r.cluster1.W",
            "r.cluster1.b",
            "r.cluster2.U",
            "r.cluster2.W",
            "r.cluster2.b");
    assertThat(readout.parameters().get(5).value().rows()).isEqualTo(1);
  }

  @Test
  void probabilitiesAddUpAndGiveTheSameLoss() {
    Tape tape = Tape.prediction(kernels);
    var h = tape.constant(hidden());

    var all = readout.apply(h);

    float[] logs = kernels.toArray(all.value());
    for (int row = 0; row < 7; row++) {
      double sum = 0;
      for (int k = 0; k < TOKENS; k++) {
        sum += Math.exp(logs[row * TOKENS + k]);
      }
      // Nine logarithms rounded to float.
      assertThat(sum).isCloseTo(1, within(1e-6));
    }
    float full = kernels.toArray(new CrossEntropy().of(all, LABELS).value())[0];
    float own = kernels.toArray(readout.loss(h, LABELS, new CrossEntropy()).value())[0];
    assertThat(own).isCloseTo(full, within(1e-5f));
  }

  @Test
  void clustersWithoutLabelsAreLeftOut() {
    Tape tape = Tape.training(kernels, new RandomStream(1));
    var h = tape.constant(hidden());
    Targets frequent = new Targets.Labels(new int[] {0, 1, -1, 2, 2, 1, 0});

    tape.backward(readout.loss(h, frequent, new CrossEntropy()));

    assertThat(kernels.toArray(readout.parameters().get(3).gradient())).containsOnly(0);
    assertThat(kernels.toArray(readout.parameters().get(0).gradient())).doesNotContain(0);
  }

  @Test
  void refusesWhatItIsNotFor() {
    Tape tape = Tape.prediction(kernels);
    var h = tape.constant(hidden());
    assertThatThrownBy(() -> readout.loss(h, LABELS, new MeanSquaredError()))
        .hasMessage("an adaptive softmax is for cross-entropy of labels");
    assertThatThrownBy(
            () ->
                readout.loss(
                    h, new Targets.Labels(new int[] {0, 1, 2, 9, 0, 0, 0}), new CrossEntropy()))
        .hasMessage("label 9 for a softmax of 9 tokens");
    assertThatThrownBy(() -> new AdaptiveSoftmax(List.of(3, 3), 2))
        .hasMessage("cutoffs must rise and be at least 1, got [3, 3]");
    assertThatThrownBy(() -> new AdaptiveSoftmax(List.of(), 2))
        .hasMessage("cutoffs must have at least one id; use \"full\"");
    assertThatThrownBy(() -> new AdaptiveSoftmax(List.of(3), 0.5))
        .hasMessage("factor must be at least 1, got 0.5");
    assertThatThrownBy(
            () ->
                new AdaptiveSoftmax(List.of(9), 2)
                    .build(
                        "r",
                        INPUTS,
                        TOKENS,
                        kernels,
                        new PyTorchInitializer(),
                        new RandomStream(4)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the cutoff 9 leaves nothing of a vocabulary of 9 tokens for its cluster; give smaller"
                + " cutoffs, or softmax \"full\"");
  }
}
