package dev.carousel.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import dev.carousel.train.TokenVectors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class SequenceModelTest {
  private static final int TOKENS = 4;
  private static final Targets TARGETS = new Targets.Labels(new int[0]);

  private final Kernels kernels = new EjmlKernels();
  private final RecurrentStack stack = new RecurrentStack(new TestCells.Gated(5), 2, false, 0);

  private Model model(Signature signature, OptionalInt embedding, double dropout) {
    return new SequenceArchitecture(stack, embedding, dropout, new UniformInitializer(0.5))
        .build(signature, kernels, new RandomStream(17));
  }

  private static Signature tokens(boolean perStep) {
    return new Signature(new Signature.Tokens(TOKENS), 3, perStep);
  }

  private static Batch batch(int steps, boolean continues, int... ids) {
    int rows = ids.length / steps;
    int[] lengths = new int[rows];
    Arrays.fill(lengths, steps);
    return new Batch(steps, rows, lengths, new Inputs.Tokens(ids), TARGETS, continues);
  }

  private float[] predict(Model model, Batch batch) {
    return kernels.toArray(model.outputs(Tape.prediction(kernels), batch).value());
  }

  @Test
  void namesItsParametersFromTheInputsToTheReadout() {
    assertThat(model(tokens(true), OptionalInt.of(6), 0).parameters())
        .extracting(Parameter::name)
        .containsExactly(
            "embedding.table",
            "recurrent.0.forward.W",
            "recurrent.0.forward.U",
            "recurrent.0.forward.U2",
            "recurrent.0.forward.b",
            "recurrent.1.forward.W",
            "recurrent.1.forward.U",
            "recurrent.1.forward.U2",
            "recurrent.1.forward.b",
            "readout.W",
            "readout.b");
    assertThat(model(tokens(true), OptionalInt.empty(), 0).parameters())
        .extracting(Parameter::name)
        .doesNotContain("embedding.table")
        .hasSize(10);
  }

  /** An embedding whose table is the identity is a one-hot code. */
  @Test
  void oneHotIsTheEmbeddingByTheIdentity() {
    Model embedded = model(tokens(true), OptionalInt.of(TOKENS), 0);
    Model oneHot = model(tokens(true), OptionalInt.empty(), 0);
    float[] identity = new float[TOKENS * TOKENS];
    for (int i = 0; i < TOKENS; i++) {
      identity[i * TOKENS + i] = 1;
    }
    kernels.write(embedded.parameters().get(0).value(), identity);
    for (int p = 0; p < oneHot.parameters().size(); p++) {
      kernels.write(
          embedded.parameters().get(p + 1).value(),
          kernels.toArray(oneHot.parameters().get(p).value()));
    }
    Batch batch = batch(3, false, 0, 3, 1, 2, 2, 0);

    assertThat(predict(embedded, batch)).containsExactly(predict(oneHot, batch));
  }

  @Test
  void answersAtEveryStepOrAfterTheLast() {
    Model everyStep = model(tokens(true), OptionalInt.empty(), 0);
    Model atTheEnd = model(tokens(false), OptionalInt.empty(), 0);
    int[] ids = {0, 3, 1, 2, 2, 0};
    Batch batch = new Batch(3, 2, new int[] {3, 2}, new Inputs.Tokens(ids), TARGETS, false);
    float[] steps = predict(everyStep, batch);
    float[] ends = predict(atTheEnd, batch);

    assertThat(steps).hasSize(3 * 2 * 3);
    // Sequence 0 ends at step 2 (row 4), sequence 1 at step 1 (row 3).
    assertThat(Arrays.copyOfRange(steps, 4 * 3, 5 * 3)).containsExactly(Arrays.copyOf(ends, 3));
    assertThat(Arrays.copyOfRange(steps, 3 * 3, 4 * 3))
        .containsExactly(Arrays.copyOfRange(ends, 3, 6));
  }

  @Test
  void carriesStatesToABatchThatContinues() {
    Model model = model(tokens(true), OptionalInt.of(2), 0);
    float[] whole = predict(model, batch(5, false, 0, 1, 2, 3, 1, 1, 0, 2, 3, 3));
    float[] first = predict(model, batch(2, false, 0, 1, 2, 3));
    float[] second = predict(model, batch(3, true, 1, 1, 0, 2, 3, 3));

    assertThat(first).containsExactly(Arrays.copyOf(whole, 2 * 2 * 3));
    assertThat(second).containsExactly(Arrays.copyOfRange(whole, 2 * 2 * 3, 5 * 2 * 3));
  }

  @Test
  void beginsAnewWithABatchThatDoesNotContinue() {
    Model model = model(tokens(true), OptionalInt.of(2), 0);
    Batch start = batch(2, false, 0, 1, 2, 3);
    float[] fresh = predict(model, start);
    predict(model, batch(2, true, 1, 1, 2, 0));

    assertThat(predict(model, start)).containsExactly(fresh);
  }

  @Test
  void beginsWithoutStatesIfNothingCameBefore() {
    float[] fresh = predict(model(tokens(true), OptionalInt.of(2), 0), batch(2, false, 0, 1));

    assertThat(predict(model(tokens(true), OptionalInt.of(2), 0), batch(2, true, 0, 1)))
        .containsExactly(fresh);
  }

  @Test
  void dropsInTrainingOnly() {
    Model dropping = model(tokens(true), OptionalInt.of(3), 0.5);
    Model keeping = model(tokens(true), OptionalInt.of(3), 0);
    Batch batch = batch(3, false, 0, 3, 1, 2, 2, 0);
    float[] expected = predict(keeping, batch);

    assertThat(predict(dropping, batch)).containsExactly(expected);
    Tape tape = Tape.training(kernels, new RandomStream(1));
    assertThat(kernels.toArray(dropping.outputs(tape, batch).value())).isNotEqualTo(expected);
    assertThat(kernels.toArray(keeping.outputs(tape, batch).value())).containsExactly(expected);
  }

  @Test
  void readsRealFeatures() {
    Signature signature = new Signature(new Signature.Features(TOKENS), 3, true);
    // The embedding is for tokens; real features ignore it.
    Model model = model(signature, OptionalInt.of(9), 0);
    Model oneHot = model(tokens(true), OptionalInt.empty(), 0);
    float[] features = {0, 1, 0, 0, 0, 0, 0, 1};
    Batch batch =
        new Batch(2, 1, new int[] {2}, new Inputs.Features(TOKENS, features), TARGETS, false);

    assertThat(predict(model, batch)).containsExactly(predict(oneHot, batch(2, false, 1, 3)));
  }

  @Test
  void refusesTokensThatAreNone() {
    for (OptionalInt embedding : List.of(OptionalInt.empty(), OptionalInt.of(2))) {
      Model model = model(tokens(true), embedding, 0);
      assertThatThrownBy(() -> predict(model, batch(2, false, 0, TOKENS)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("token id 4 for a model of 4 tokens, 0 to 3");
      assertThatThrownBy(() -> predict(model, batch(2, false, 0, -1)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("token id -1 for a model of 4 tokens, 0 to 3");
    }
  }

  @Test
  void refusesVectorsThatItWouldNotUse() {
    TokenVectors vectors = new TokenVectors(Path.of("v.txt"), 2, Map.of(0, new float[] {7, 8}));
    Signature signature =
        new Signature(new Signature.Tokens(TOKENS, Optional.of(vectors)), 3, true);

    assertThat(model(signature, OptionalInt.of(2), 0).parameters()).isNotEmpty();
    assertThatThrownBy(() -> model(signature, OptionalInt.empty(), 0))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the vectors in 'v.txt' would not be used, since the model reads one-hot vectors; set"
                + " embedding to 2, or leave the vectors out");
  }

  @Test
  void architectureRefusesImpossibleValues() {
    assertThatThrownBy(
            () -> new SequenceArchitecture(stack, OptionalInt.of(0), 0, new KerasInitializer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("embedding must be at least 1, or null for one-hot vectors; got 0");
    assertThatThrownBy(
            () -> new SequenceArchitecture(stack, OptionalInt.empty(), -1, new KerasInitializer()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout must be at least 0 and below 1, got -1.0");
  }
}
