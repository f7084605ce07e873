package dev.carousel.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.attention.Additive;
import dev.carousel.attention.Attention;
import dev.carousel.attention.Multiplicative;
import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.decode.NextTokens;
import dev.carousel.inspect.Inspection;
import dev.carousel.inspect.LayerTrace;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.TestCellsTest.PeepholeLstm;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import dev.carousel.transduction.EncoderDecoder;
import dev.carousel.transduction.ScheduledSampling;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Encoder-decoders: their gradients, and that decoding gives what training computes. */
class EncoderDecoderTest {
  private static final int SOURCES = 5;
  private static final int TARGETS = 4;
  private static final Signature SIGNATURE =
      new Signature(
          new Signature.Conditioned(
              new Signature.Tokens(SOURCES), new Signature.Tokens(TARGETS), false),
          TARGETS,
          true,
          true);

  private final Kernels kernels = new PoisoningKernels(new EjmlKernels());

  static List<EncoderDecoder> models() {
    Optional<Attention> general = Optional.of(new Multiplicative());
    Optional<Attention> additive = Optional.of(new Additive(2));
    return List.of(
        model(1, false, Optional.empty(), false, 0, false),
        model(1, true, general, false, 0, false),
        model(2, true, additive, false, 0.2, false),
        model(1, true, general, true, 0.2, true),
        model(2, false, additive, true, 0, false),
        model(1, false, Optional.empty(), true, 0, true));
  }

  private static EncoderDecoder model(
      int layers,
      boolean bidirectional,
      Optional<Attention> attention,
      boolean inputFeeding,
      double dropout,
      boolean tied) {
    return new EncoderDecoder(
        3,
        new RecurrentStack(new PeepholeLstm(3, 1), layers, bidirectional, dropout),
        attention,
        inputFeeding,
        Optional.empty(),
        dropout,
        tied,
        new PyTorchInitializer());
  }

  private Model built(EncoderDecoder described) {
    return described.build(SIGNATURE, kernels, new RandomStream(3));
  }

  /** Sources of 3, 1 and 2 tokens; targets of 2, 3 and 1. */
  private static Batch batch() {
    Batch source =
        new Batch(
            3,
            3,
            new int[] {3, 1, 2},
            new Inputs.Tokens(new int[] {1, 2, 4, 3, 0, 1, 2, 0, 0}),
            null,
            false);
    return new Batch(
        3,
        3,
        new int[] {2, 3, 1},
        new Inputs.Conditioned(source, new Inputs.Tokens(new int[] {1, 1, 1, 3, 2, 0, 0, 3, 0})),
        new Targets.Labels(new int[] {3, 2, 0, 0, 3, -1, -1, 0, -1}),
        false);
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsReachEveryParameter(EncoderDecoder described) {
    Model model = built(described);
    Batch batch = batch();

    GradientCheck.check(
        kernels,
        tape -> new CrossEntropy().of(model.outputs(tape, batch), batch.targets()),
        model.parameters());
  }

  /** With tokens of its own alone, it is trained as if these had been given. */
  @Test
  void tokensOfItsOwnAreReadAsIfGiven() {
    EncoderDecoder given = model(1, true, Optional.of(new Multiplicative()), true, 0, false);
    EncoderDecoder own =
        new EncoderDecoder(
            given.embedding(),
            given.recurrent(),
            given.attention(),
            given.inputFeeding(),
            Optional.of(new ScheduledSampling(0, 10)),
            given.dropout(),
            given.tied(),
            given.initializer());
    Model free = built(own);
    free.carry(List.of(kernels.tensor(new float[] {10}, 1, 1)));
    Model forced = built(given);
    Batch batch = batch();

    Tape tape = Tape.training(kernels, new RandomStream(1));
    tape.backward(new CrossEntropy().of(free.outputs(tape, batch), batch.targets()));
    Batch greedy = greedy(forced, batch);
    Tape other = Tape.training(kernels, new RandomStream(1));
    other.backward(new CrossEntropy().of(forced.outputs(other, greedy), batch.targets()));

    for (int p = 0; p < free.parameters().size(); p++) {
      Parameter expected = forced.parameters().get(p);
      assertThat(kernels.toArray(free.parameters().get(p).gradient()))
          .as(expected.name())
          .containsExactly(kernels.toArray(expected.gradient()), within(1e-6f));
    }
    assertThat(kernels.toArray(free.carried().get(0))).containsExactly(11);
  }

  /** The batch with the likeliest tokens in place of those after the first. */
  private Batch greedy(Model model, Batch batch) {
    Inputs.Conditioned inputs = (Inputs.Conditioned) batch.inputs();
    int rows = batch.rows();
    int[] ids = inputs.ids().clone();
    NextTokens decoding = model.decoding(inputs.source(), kernels);
    for (int t = 0; t + 1 < batch.steps(); t++) {
      float[] logits = decoding.read(Arrays.copyOfRange(ids, t * rows, (t + 1) * rows));
      for (int b = 0; b < rows; b++) {
        ids[(t + 1) * rows + b] = new Logits(logits, b * TARGETS, TARGETS).likeliest();
      }
    }
    return new Batch(
        batch.steps(),
        rows,
        batch.lengths(),
        new Inputs.Conditioned(inputs.source(), new Inputs.Tokens(ids)),
        batch.targets(),
        false);
  }

  /** Token by token, the decoder must give the logits of the whole pass. */
  @ParameterizedTest
  @MethodSource("models")
  void decodingGivesWhatTrainingComputes(EncoderDecoder described) {
    Model model = built(described);
    Batch batch = batch();
    float[] whole = kernels.toArray(model.outputs(Tape.prediction(kernels), batch).value());
    Inputs.Conditioned inputs = (Inputs.Conditioned) batch.inputs();

    NextTokens decoding = model.decoding(inputs.source(), kernels);

    assertThat(decoding.rows()).isEqualTo(3);
    assertThat(decoding.vocabulary()).isEqualTo(TARGETS);
    for (int t = 0; t < batch.steps(); t++) {
      float[] logits = decoding.read(Arrays.copyOfRange(inputs.ids(), t * 3, t * 3 + 3));
      for (int b = 0; b < 3; b++) {
        for (int v = 0; t < batch.lengths()[b] && v < TARGETS; v++) {
          // The same sums in another order: logits of size 1 round a few times.
          assertThat(logits[b * TARGETS + v])
              .isCloseTo(whole[(t * 3 + b) * TARGETS + v], within(1e-5f));
        }
      }
      float[] attention = decoding.attention();
      assertThat(attention).hasSize(described.attention().isPresent() ? 9 : 0);
      for (int b = 0; attention.length > 0 && b < 3; b++) {
        float sum = attention[b * 3] + attention[b * 3 + 1] + attention[b * 3 + 2];
        assertThat(sum).isCloseTo(1, within(1e-5f));
        assertThat(attention[b * 3 + 2] == 0).isEqualTo(b != 0);
      }
    }
  }

  /** A hypothesis that is chosen takes its source and its states with it. */
  @ParameterizedTest
  @MethodSource("models")
  void selectedSequencesGoOnAsTheyWere(EncoderDecoder described) {
    Model model = built(described);
    Batch source = ((Inputs.Conditioned) batch().inputs()).source();
    NextTokens all = model.decoding(source, kernels);
    NextTokens some = model.decoding(source, kernels);
    all.read(new int[] {1, 2, 3});
    some.read(new int[] {1, 2, 3});

    some.select(new int[] {2, 0, 2, 1});
    float[] expected = all.read(new int[] {3, 1, 2});
    float[] actual = some.read(new int[] {2, 3, 0, 1});

    assertThat(some.rows()).isEqualTo(4);
    assertThat(part(actual, 0)).containsExactly(part(expected, 2), within(1e-5f));
    assertThat(part(actual, 1)).containsExactly(part(expected, 0), within(1e-5f));
    assertThat(part(actual, 3)).containsExactly(part(expected, 1), within(1e-5f));
    some.select(new int[] {0});
    assertThat(some.read(new int[] {1})).hasSize(TARGETS);
    assertThatThrownBy(() -> some.read(new int[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 tokens for 1 sequences side by side");
  }

  private static float[] part(float[] logits, int row) {
    return Arrays.copyOfRange(logits, row * TARGETS, (row + 1) * TARGETS);
  }

  /** Padding and the company of other sequences change nothing. */
  @ParameterizedTest
  @MethodSource("models")
  void aSequenceAloneGivesTheSame(EncoderDecoder described) {
    Model model = built(described);
    Batch batch = batch();
    float[] whole = kernels.toArray(model.outputs(Tape.prediction(kernels), batch).value());
    for (int b = 0; b < 3; b++) {
      Batch own = batch.sequence(b);
      float[] alone = kernels.toArray(model.outputs(Tape.prediction(kernels), own).value());
      for (int t = 0; t < own.steps(); t++) {
        assertThat(part(alone, t)).containsExactly(part(whole, t * 3 + b), within(1e-5f));
      }
    }
  }

  /** What runs as a whole can be looked into; what runs step by step is told. */
  @Test
  void encodersAreLookedInto() {
    Batch one = batch().sequence(0);
    Optional<Loss> loss = Optional.of(new CrossEntropy());

    Inspection whole =
        Inspection.of(
            built(model(1, true, Optional.of(new Multiplicative()), false, 0, false)),
            loss,
            one,
            kernels);
    Inspection steps =
        Inspection.of(
            built(model(1, false, Optional.of(new Multiplicative()), true, 0, false)),
            loss,
            one,
            kernels);

    assertThat(whole.layers())
        .extracting(LayerTrace::name)
        .containsExactly("encoder.0.forward", "encoder.0.backward", "decoder.0.forward");
    assertThat(whole.leftOut()).isEmpty();
    assertThat(whole.layers().get(0).gradients().get("h")).hasSize(4);
    assertThat(whole.layers().get(2).gradients().get("h")).hasSize(3);
    assertThat(steps.layers()).extracting(LayerTrace::name).containsExactly("encoder.0.forward");
    assertThat(steps.leftOut()).containsExactly("decoder.0.forward runs 2 times, step by step");
  }

  @Test
  void tiedWeightsAreOneTable() {
    Model model = built(model(1, true, Optional.of(new Multiplicative()), false, 0, true));

    assertThat(model.parameters()).extracting(Parameter::name).contains("target.table");
    assertThat(model.parameters()).extracting(Parameter::name).doesNotContain("readout.W");
  }

  @Test
  void refusesOtherTasksAndSizes() {
    EncoderDecoder described = model(1, true, Optional.empty(), false, 0, false);

    assertThatThrownBy(
            () ->
                described.build(
                    new Signature(new Signature.Tokens(3), 3, true), kernels, new RandomStream(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "an encoder-decoder reads a source and gives tokens one after the other, which this"
                + " task does not ask for; use a \"sequence-model\"");
    assertRefused(
        described,
        new Signature.Conditioned(
            new Signature.Nested(new Signature.Tokens(3)), new Signature.Tokens(3), false),
        "an encoder-decoder reads a source of features or of tokens, which this task does not"
            + " have");
    assertRefused(
        described,
        new Signature.Conditioned(new Signature.Tokens(3), new Signature.Tokens(3), true),
        "the task's decoding has a coverage penalty, for which the model must attend to its source;"
            + " set decoding.coveragePenalty to 0, or give the model an attention");
    EncoderDecoder tied =
        new EncoderDecoder(
            5,
            RecurrentStack.of(new PeepholeLstm(3, 1)),
            Optional.empty(),
            false,
            Optional.empty(),
            0,
            true,
            new PyTorchInitializer());
    assertThatThrownBy(() -> tied.build(SIGNATURE, kernels, new RandomStream(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "a tied readout needs vectors as long as what the decoder gives, but embedding is 5"
                + " and the decoder gives 3; set embedding to 3 or tied to false");
    assertThatThrownBy(() -> new ScheduledSampling(1.5, 10))
        .hasMessage("least must be 0 to 1, got 1.5");
    assertThatThrownBy(() -> new ScheduledSampling(0.5, 0))
        .hasMessage("batches must be at least 1, got 0");
  }

  private void assertRefused(
      EncoderDecoder described, Signature.Conditioned input, String message) {
    Signature signature = new Signature(input, 3, true, true);
    assertThatThrownBy(() -> described.build(signature, kernels, new RandomStream(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }
}
