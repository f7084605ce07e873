package dev.carousel.nlp.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.expression.Functions;
import dev.carousel.layer.AdaptiveSoftmax;
import dev.carousel.layer.FullSoftmax;
import dev.carousel.layer.Initializer;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.layer.Softmax;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.text.TextSource;
import dev.carousel.nlp.text.Texts;
import dev.carousel.nlp.token.Characters;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.testkit.GradientCheck;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import dev.carousel.train.Training;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LanguageModelTest {
  private static final Initializer INITIALIZER = new PyTorchInitializer();
  private static final Kernels KERNELS = new EjmlKernels();

  /** h' = tanh(W x + U h + b). */
  private record Elman(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h))));
    }
  }

  private static PreparedTask task(String text, int steps) {
    TextSource source = folders -> new Texts(text, text, text, List.of());
    return new LanguageModelling(
            source, new Characters(), VocabularyLimits.NONE, Optional.empty(), steps)
        .prepare(new DataFolders(List.of()), 1);
  }

  private static Model model(PreparedTask task) {
    return new LanguageModel(5, RecurrentStack.of(new Elman(16)), 0, INITIALIZER)
        .build(task.signature(), KERNELS, new RandomStream(1));
  }

  @Test
  void theModelIsEmbeddingRecurrentLayersAndReadout() {
    LanguageModel architecture =
        new LanguageModel(5, new RecurrentStack(new Elman(7), 2, false, 0.1), 0.2, INITIALIZER);
    Model model =
        architecture.build(
            new Signature(new Signature.Tokens(11), 11, true), KERNELS, new RandomStream(1));

    assertThat(architecture.cell()).isEqualTo(new Elman(7));
    int weights = 0;
    for (Parameter parameter : model.parameters()) {
      weights += parameter.value().shape().elements();
    }
    assertThat(weights)
        .isEqualTo(11 * 5 + (5 * 7 + 7 * 7 + 7) + (7 * 7 + 7 * 7 + 7) + (7 * 11 + 11));
  }

  @Test
  void howAStreamIsCutIntoBatchesDoesNotChangeItsFigures() {
    String text = "to be, or not to be, that is the question";
    Model model = model(task(text, 1));

    for (int streams : new int[] {1, 3, 7}) {
      double whole =
          task(text, 100)
              .evaluate(Split.TEST, EpochTrainer.predictor(model, KERNELS), streams)
              .get("nats");
      for (int steps : new int[] {1, 2, 5, 13}) {
        double cut =
            task(text, steps)
                .evaluate(Split.TEST, EpochTrainer.predictor(model, KERNELS), streams)
                .get("nats");
        // The same float32 sums of at most 22 terms of size 1, possibly in another order.
        assertThat(cut).isCloseTo(whole, within(1e-5));
      }
    }
  }

  @Test
  void aCycleThatNeedsTwoCharactersOfMemoryIsLearnt() {
    // After "aab" comes "b", after "abb" comes "a": one character before does not tell, two do.
    PreparedTask task = task("aabb".repeat(100), 8);
    Model model = model(task);
    Training training =
        new Training(
            new Adam(0.01, 0.9, 0.999, 1e-8),
            new ConstantSchedule(),
            30,
            4,
            OptionalDouble.of(1),
            OptionalDouble.empty(),
            OptionalInt.empty());

    new EpochTrainer().train(model, task, training, KERNELS, new RandomStream(2), epoch -> {});

    double nats = task.evaluate(Split.TEST, EpochTrainer.predictor(model, KERNELS), 4).get("nats");
    double bigram = task.baselines().get(2).metrics().get(Split.TEST).get("nats");
    // One character before leaves two equal choices.
    assertThat(bigram).isCloseTo(Math.log(2), within(0.02));
    assertThat(nats).isLessThan(0.1);
  }

  /** Each with all that drops something, and in two layers. */
  static List<LanguageModel> models() {
    RecurrentStack stack = new RecurrentStack(new Elman(3), 2, false, 0.3, 0.3);
    Softmax full = new FullSoftmax();
    Softmax adaptive = new AdaptiveSoftmax(List.of(2), 2);
    return List.of(
        new LanguageModel(3, stack, 0.3, false, 0.2, false, full, INITIALIZER),
        new LanguageModel(3, stack, 0.3, true, 0.2, true, full, INITIALIZER),
        new LanguageModel(3, stack, 0.3, true, 0.2, false, adaptive, INITIALIZER));
  }

  @ParameterizedTest
  @MethodSource("models")
  void gradientsReachEveryParameter(LanguageModel architecture) {
    Model model =
        architecture.build(
            new Signature(new Signature.Tokens(5), 5, true, true), KERNELS, new RandomStream(3));
    Batch batch =
        new Batch(
            3,
            2,
            new int[] {3, 2},
            new Inputs.Tokens(new int[] {1, 4, 0, 2, 3, 0}),
            new Targets.Labels(new int[] {0, 2, 3, 1, 4, -1}),
            false);

    GradientCheck.check(
        KERNELS, tape -> model.loss(tape, batch, new CrossEntropy()), model.parameters());
  }

  @Test
  void aModelThatReadsBackwardsIsRefused() {
    RecurrentStack both = new RecurrentStack(new Elman(3), 1, true, 0);
    Signature ahead = new Signature(new Signature.Tokens(5), 5, true, true);

    assertThatThrownBy(
            () ->
                new LanguageModel(4, both, 0, INITIALIZER)
                    .build(ahead, KERNELS, new RandomStream(1)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the recurrent layers cannot be bidirectional: backwards they would read what this task"
                + " asks to predict");
  }

  @Test
  void impossibleValuesAreRefused() {
    RecurrentStack stack = RecurrentStack.of(new Elman(3));

    assertThatThrownBy(() -> new LanguageModel(0, stack, 0, INITIALIZER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("embedding must be at least 1, got 0");
    assertThatThrownBy(() -> new LanguageModel(1, stack, 1, INITIALIZER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("dropout must be at least 0 and below 1, got 1.0");
  }

  @Test
  void aTaskOfAnotherKindIsRefused() {
    LanguageModel architecture =
        new LanguageModel(4, RecurrentStack.of(new Elman(3)), 0, INITIALIZER);
    for (Signature signature :
        List.of(
            new Signature(new Signature.Features(2), 1, true),
            new Signature(new Signature.Tokens(8), 4, false))) {
      assertThatThrownBy(() -> architecture.build(signature, KERNELS, new RandomStream(1)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(
              "a language model reads tokens and answers at every step, which this task does not "
                  + "ask for; use a \"sequence-model\"");
    }
  }
}
