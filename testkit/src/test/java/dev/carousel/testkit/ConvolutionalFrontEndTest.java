package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.attention.Multiplicative;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.layer.ConvolutionalFrontEnd;
import dev.carousel.layer.ConvolutionalFrontEnd.ConvolutionalLayer;
import dev.carousel.layer.ConvolutionalFrontEnd.Pool;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.SequenceArchitecture;
import dev.carousel.layer.UniformInitializer;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.pooling.LastPooling;
import dev.carousel.pooling.SequenceClassifier;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.FrameShape;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.TestCellsTest.PeepholeLstm;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import dev.carousel.transduction.EncoderDecoder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The front end before a classifier, an encoder-decoder and a plain model. */
class ConvolutionalFrontEndTest {
  private static final FrameShape FRAME = new FrameShape(4, 5, 2);
  private static final int STEPS = 3;
  private static final int[] LENGTHS = {3, 1};
  private static final RecurrentStack STACK = RecurrentStack.of(new PeepholeLstm(3, 1));

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());

  private static Optional<ConvolutionalFrontEnd> frontEnd(Pool pooling) {
    return Optional.of(
        new ConvolutionalFrontEnd(
            List.of(new ConvolutionalLayer(3, 3, 1, 2), new ConvolutionalLayer(2, 1, 1, 1)),
            pooling,
            3));
  }

  private static Model classifier(Pool pooling, Signature.Input input, Kernels kernels) {
    return new SequenceClassifier(
            frontEnd(pooling),
            STACK,
            new LastPooling(),
            OptionalInt.empty(),
            0,
            0,
            new UniformInitializer(0.5))
        .build(new Signature(input, 3, false), kernels, new RandomStream(4));
  }

  /** Frames whose padding, two steps of the second sequence, is a given number. */
  private static Batch batch(float padding) {
    RandomStream random = new RandomStream(8);
    float[] values = new float[STEPS * 2 * FRAME.elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
      int row = i / FRAME.elements();
      if (row % 2 == 1 && row / 2 >= LENGTHS[1]) {
        values[i] = padding;
      }
    }
    Inputs inputs = new Inputs.Features(FRAME.elements(), values);
    return new Batch(STEPS, 2, LENGTHS, inputs, new Targets.Labels(new int[] {2, 0}), false);
  }

  /**
   * Biases of the convolutions so far from 0 that no difference makes a unit bend; the last filter
   * of the first layer is never active.
   */
  private void setBiases(Model model) {
    for (Parameter parameter : model.parameters()) {
      if (parameter.name().matches("frontEnd\\.[0-9]\\.b")) {
        float[] biases = new float[parameter.value().shape().elements()];
        Arrays.fill(biases, 12);
        if (biases.length == 3) {
          biases[2] = -12;
        }
        kernels.write(parameter.value(), biases);
      }
      if (parameter.name().equals("frontEnd.1.W")) {
        // The sum of these stays above 0 whatever the first layer gives.
        kernels.write(parameter.value(), new float[] {0.25f, 0.125f, 0.5f, -0.125f, 0.25f, 0.5f});
      }
      if (parameter.name().equals("frontEnd.features.W")) {
        // Cells that are not saturated.
        float[] small = kernels.toArray(parameter.value());
        for (int i = 0; i < small.length; i++) {
          small[i] /= 16;
        }
        kernels.write(parameter.value(), small);
      }
    }
  }

  @Test
  void gradientsReachEveryParameterOfAClassifier() {
    Model model = classifier(Pool.MEAN, new Signature.Features(FRAME), kernels);
    setBiases(model);
    Batch batch = batch(Float.NaN);
    GradientCheck.check(
        kernels,
        tape -> new CrossEntropy().of(model.outputs(tape, batch), batch.targets()),
        model.parameters());
  }

  @Test
  void gradientsReachEveryParameterOfAnEncoderDecoder() {
    Model model =
        new EncoderDecoder(
                frontEnd(Pool.MEAN),
                2,
                STACK,
                Optional.of(new Multiplicative()),
                false,
                Optional.empty(),
                0,
                false,
                new UniformInitializer(0.5))
            .build(
                new Signature(
                    new Signature.Conditioned(
                        new Signature.Features(FRAME), new Signature.Tokens(4), true),
                    4,
                    true,
                    true),
                kernels,
                new RandomStream(6));
    setBiases(model);
    Batch batch =
        new Batch(
            2,
            2,
            new int[] {2, 2},
            new Inputs.Conditioned(batch(Float.NaN), new Inputs.Tokens(new int[] {1, 1, 2, 3})),
            new Targets.Labels(new int[] {2, 3, 0, 1}),
            false);
    GradientCheck.check(
        kernels,
        tape -> new CrossEntropy().of(model.outputs(tape, batch), batch.targets()),
        model.parameters());
  }

  @ParameterizedTest
  @EnumSource(Pool.class)
  void paddingIsNotLookedAt(Pool pooling) {
    Model model = classifier(pooling, new Signature.Features(FRAME), kernels);
    float[] zeros = kernels.toArray(model.outputs(Tape.prediction(kernels), batch(0)).value());
    float[] nans =
        kernels.toArray(model.outputs(Tape.prediction(kernels), batch(Float.NaN)).value());
    assertThat(nans).isEqualTo(zeros).doesNotContain(Float.NaN);
  }

  @Test
  void poolingsDiffer() {
    Batch batch = batch(0);
    float[][] outputs = new float[2][];
    for (Pool pooling : Pool.values()) {
      Model model = classifier(pooling, new Signature.Features(FRAME), kernels);
      outputs[pooling.ordinal()] =
          kernels.toArray(model.outputs(Tape.prediction(kernels), batch).value());
    }
    assertThat(outputs[0]).isNotEqualTo(outputs[1]);
  }

  @Test
  void namesItsParameters() {
    Model model = classifier(Pool.MAX, new Signature.Features(FRAME), kernels);
    assertThat(model.parameters())
        .filteredOn(parameter -> parameter.name().startsWith("frontEnd"))
        .extracting(parameter -> parameter.name() + " " + parameter.value().shape())
        .containsExactly(
            "frontEnd.0.W [3, 18]",
            "frontEnd.0.b [1, 3]",
            "frontEnd.1.W [2, 3]",
            "frontEnd.1.b [1, 2]",
            "frontEnd.features.W [3, 8]",
            "frontEnd.features.b [1, 3]");
  }

  @Test
  void withoutAFrontEndFramesAreFeatures() {
    Model model =
        new SequenceArchitecture(STACK, OptionalInt.empty(), 0, new UniformInitializer(0.5))
            .build(
                new Signature(new Signature.Features(FRAME), 3, false),
                kernels,
                new RandomStream(4));
    assertThat(model.outputs(Tape.prediction(kernels), batch(0)).value().shape().sizes())
        .containsExactly(2, 3);
  }

  @Test
  void refusesWhatIsNoImage() {
    assertThatThrownBy(() -> classifier(Pool.MAX, new Signature.Features(40), kernels))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the front end looks at images, but this task's 40 features are none; set frontEnd to"
                + " null");
    assertThatThrownBy(() -> classifier(Pool.MAX, new Signature.Tokens(40), kernels))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the front end looks at images, which this task does not feed; set frontEnd to null");
  }

  @Test
  void refusesImagesThatAreTooSmall() {
    FrameShape line = new FrameShape(1, 9, 2);
    assertThatThrownBy(() -> classifier(Pool.MAX, new Signature.Features(line), kernels))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "layer 0 of the front end, on frames of 1 x 9 x 2: a patch of 2 x 2 does not fit a"
                + " frame of 1 x 9 x 3 with a padding of 0");
  }

  @Test
  void refusesImpossibleValues() {
    refused("filters must be at least 1, got 0", () -> new ConvolutionalLayer(0, 1, 1, 1));
    refused("size must be at least 1, got 0", () -> new ConvolutionalLayer(1, 0, 1, 1));
    refused("stride must be at least 1, got 0", () -> new ConvolutionalLayer(1, 1, 0, 1));
    refused("pool must be at least 1, got 0", () -> new ConvolutionalLayer(1, 1, 1, 0));
    refused(
        "layers must be at least one convolutional layer",
        () -> new ConvolutionalFrontEnd(List.of(), Pool.MAX, 1));
    refused(
        "features must be at least 1, got 0",
        () -> new ConvolutionalFrontEnd(List.of(new ConvolutionalLayer(1, 1, 1, 1)), Pool.MAX, 0));
    refused(
        "a frame of 4 x 5 x 2 is 40 features, not 41",
        () -> new Signature.Features(41, Optional.of(FRAME)));
  }

  private static void refused(String message, Runnable make) {
    assertThatThrownBy(make::run).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
