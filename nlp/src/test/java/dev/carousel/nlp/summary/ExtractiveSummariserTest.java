package dev.carousel.nlp.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.autograd.Tape;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.expression.Functions;
import dev.carousel.inspect.Inspection;
import dev.carousel.inspect.LayerTrace;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.loss.BinaryCrossEntropy;
import dev.carousel.optim.Adam;
import dev.carousel.optim.Updates;
import dev.carousel.pooling.MaxPooling;
import dev.carousel.pooling.MeanPooling;
import dev.carousel.pooling.Pooling;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.GradientCheck;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExtractiveSummariserTest {
  private static final Signature SIGNATURE =
      new Signature(new Signature.Nested(new Signature.Tokens(6)), 1, true);

  private final Kernels kernels = new EjmlKernels();

  private record Elman(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h))));
    }
  }

  private Model model() {
    return model(new MaxPooling(), 0);
  }

  private Model model(Pooling pooling, double dropout) {
    return new ExtractiveSummariser(
            4,
            new RecurrentStack(new Elman(5), 1, true, 0),
            pooling,
            dropout,
            dropout,
            new PyTorchInitializer())
        .build(SIGNATURE, kernels, new RandomStream(2));
  }

  @Test
  void gradientsReachEveryParameter() {
    // Means: which step is the largest could change within a finite difference.
    Model model = model(new MeanPooling(), 0.2);
    Batch documents = documents();

    GradientCheck.check(
        kernels, tape -> model.loss(tape, documents, new BinaryCrossEntropy()), model.parameters());
  }

  /** Two documents, of 3 and 1 sentences; the sentence to take holds word 5. */
  private static Batch documents() {
    int[][] sentences = {{1, 2, 0}, {3, 5, 1}, {2, 0, 0}, {0, 0, 0}, {5, 0, 0}, {0, 0, 0}};
    int[] lengths = {2, 3, 1, 1, 2, 1};
    int[] ids = new int[3 * 6];
    for (int s = 0; s < 6; s++) {
      for (int t = 0; t < 3; t++) {
        ids[t * 6 + s] = sentences[s][t];
      }
    }
    Batch parts = new Batch(3, 6, lengths, new Inputs.Tokens(ids), null, false);
    return new Batch(
        3,
        2,
        new int[] {3, 1},
        new Inputs.Nested(parts),
        new Targets.Values(1, new float[] {0, 1, 0, 0, 1, 0}, new float[] {1, 1, 1, 0, 1, 0}),
        false);
  }

  @Test
  void aDocumentAloneGivesTheSame() {
    Model model = model();
    float[] both = kernels.toArray(model.outputs(Tape.prediction(kernels), documents()).value());

    for (int b = 0; b < 2; b++) {
      Batch own = documents().sequence(b);
      float[] alone = kernels.toArray(model.outputs(Tape.prediction(kernels), own).value());
      for (int t = 0; t < own.steps(); t++) {
        // The same sums over other rows.
        assertThat(alone[t]).isCloseTo(both[t * 2 + b], within(1e-6f));
      }
    }
  }

  @Test
  void learnsWhichSentenceToTake() {
    Model model = model();
    Batch batch = documents();
    Updates updates = new Adam(0.05, 0.9, 0.999, 1e-8).start(kernels, model.parameters());
    float loss = 0;
    for (int step = 0; step < 60; step++) {
      model.parameters().forEach(parameter -> kernels.fill(parameter.gradient(), 0));
      Tape tape = Tape.training(kernels, new RandomStream(step));
      var value = new BinaryCrossEntropy().of(model.outputs(tape, batch), batch.targets());
      loss = kernels.toArray(value.value())[0];
      tape.backward(value);
      updates.step(0.05, 1);
    }

    assertThat(loss).isLessThan(0.05f);
    assertThat(model.parameters())
        .extracting(Parameter::name)
        .contains("embedding.table", "words.0.forward.W", "sentences.0.backward.U", "readout.b");
  }

  @Test
  void theLayersOverSentencesAreLookedInto() {
    Inspection inspection =
        Inspection.of(
            model(), Optional.of(new BinaryCrossEntropy()), documents().sequence(0), kernels);

    assertThat(inspection.layers())
        .extracting(LayerTrace::name)
        .containsExactly("sentences.0.forward", "sentences.0.backward");
    assertThat(inspection.leftOut())
        .containsExactly(
            "words.0.forward reads 3 sequences side by side",
            "words.0.backward reads 3 sequences side by side");
  }

  @Test
  void refusesOtherTasks() {
    assertThatThrownBy(
            () ->
                new ExtractiveSummariser(
                        4,
                        RecurrentStack.of(new Elman(5)),
                        new MaxPooling(),
                        0,
                        0,
                        new PyTorchInitializer())
                    .build(
                        new Signature(new Signature.Tokens(3), 1, true),
                        kernels,
                        new RandomStream(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "an extractive summariser reads documents of sentences and answers for each sentence,"
                + " which this task does not ask for; use a \"sequence-model\"");
  }
}
