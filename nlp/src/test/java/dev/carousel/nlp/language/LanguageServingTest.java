package dev.carousel.nlp.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.autograd.Parameter;
import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import dev.carousel.decode.Sampling;
import dev.carousel.expression.Functions;
import dev.carousel.layer.PyTorchInitializer;
import dev.carousel.layer.RecurrentStack;
import dev.carousel.nlp.text.Texts;
import dev.carousel.nlp.token.BytePairs;
import dev.carousel.nlp.token.Characters;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Words;
import dev.carousel.optim.Adam;
import dev.carousel.optim.ConstantSchedule;
import dev.carousel.random.RandomStream;
import dev.carousel.safetensors.Safetensors;
import dev.carousel.serve.Serving;
import dev.carousel.serve.TextGenerator;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import dev.carousel.train.Training;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageServingTest {
  private static final Kernels KERNELS = new EjmlKernels();

  // Means of at most 50 log-probabilities of size 1 to 5 in float32, the same sums of 16 products
  // perhaps in another order.
  private static final double ROUNDING = 1e-5;

  @TempDir private Path folder;

  /** h' = tanh(W x + U h + b). */
  private record Elman(int units) implements Cell {
    @Override
    public CellEquations equations() {
      var eq = Equations.of(units);
      var h = eq.state("h");
      return eq.output(eq.next(h, Functions.tanh(eq.affine("h", eq.input(), h))));
    }
  }

  private static LanguageModelling task(String text, Tokenizer tokenizer, OptionalInt size) {
    return new LanguageModelling(
        folders -> new Texts(text, text, text, List.of()),
        tokenizer,
        new VocabularyLimits(1, size),
        Optional.empty(),
        8);
  }

  private static LanguageModelling task(String text, Tokenizer tokenizer) {
    return task(text, tokenizer, OptionalInt.empty());
  }

  private static PreparedTask prepared(LanguageModelling task) {
    return task.prepare(new DataFolders(List.of()), 1);
  }

  private static Model model(Serving serving, long seed) {
    return new LanguageModel(5, RecurrentStack.of(new Elman(16)), 0.3, new PyTorchInitializer())
        .build(serving.signature(), KERNELS, new RandomStream(seed));
  }

  private static Model trained(PreparedTask task) {
    Model model = model(new LanguageServing(((PreparedLanguageModelling) task).codec()), 1);
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
    return model;
  }

  private static String text(TextGenerator generator, String prompt, Sampling sampling, long seed) {
    StringBuilder text = new StringBuilder();
    generator.generate(prompt, sampling, 30, new RandomStream(seed), text::append);
    return text.toString();
  }

  private static TextGenerator generator(Serving serving, Model model) {
    return (TextGenerator) serving.service(model, KERNELS);
  }

  /** All that a run keeps: the weights in a file, and the assets as text. */
  private TextGenerator again(LanguageModelling task, Assets assets, Model model)
      throws IOException {
    Map<String, Tensor> weights = new LinkedHashMap<>();
    model.parameters().forEach(each -> weights.put(each.name(), each.value()));
    Path file = folder.resolve("weights.safetensors");
    Safetensors.write(file, weights, KERNELS, Map.of());
    Serving serving = task.serving(new Assets(assets.files()));
    Model other = model(serving, 99);
    for (Parameter parameter : other.parameters()) {
      KERNELS.write(
          parameter.value(), Safetensors.read(file).tensors().get(parameter.name()).values());
    }
    return generator(serving, other);
  }

  @Test
  void equalSeedsGiveEqualTextFromAssetsAndWeightsAlone() throws IOException {
    String text = "so \ud83d\ude00 it goes, and \u05e9\u05dc\u05d5\u05dd so on\n".repeat(4);
    Sampling sampling = new Sampling(0.9, OptionalInt.of(20), OptionalDouble.of(0.95));
    for (LanguageModelling task :
        List.of(
            task(text, new Characters()),
            task(text, new Words(true)),
            task(text, new BytePairs(), OptionalInt.of(270)))) {
      PreparedTask data = prepared(task);
      Serving serving = task.serving(data.assets());
      assertThat(serving.signature()).isEqualTo(data.signature());
      Model model = model(serving, 7);
      TextGenerator first = generator(serving, model);
      String drawn = text(first, "so it", sampling, 3);
      List<Map<String, Object>> requests = List.of(Map.of("text", "it goes"), Map.of("text", ""));

      TextGenerator again = again(task, data.assets(), model);

      assertThat(text(again, "so it", sampling, 3)).isEqualTo(drawn);
      assertThat(text(again, "so it", sampling, 3)).isEqualTo(drawn);
      assertThat(text(again, "so it", sampling, 4)).isNotEqualTo(drawn);
      assertThat(again.answer(requests)).isEqualTo(first.answer(requests));
      assertThat(again.suggest("and", 5)).isEqualTo(first.suggest("and", 5)).hasSize(5);
    }
  }

  @Test
  void temperature0GivesWhatWasLearntAndDrawsNothing() {
    // After "aab" comes "b", after "abb" comes "a": the state must go on from token to token.
    LanguageModelling task = task("aabb".repeat(100), new Characters());
    PreparedTask data = prepared(task);
    TextGenerator generator = generator(task.serving(data.assets()), trained(data));
    RandomStream random = new RandomStream(8);
    List<String> pieces = new ArrayList<>();

    generator.generate("aab", Sampling.GREEDY, 9, random, pieces::add);

    assertThat(pieces).containsExactly("b", "a", "a", "b", "b", "a", "a", "b", "b");
    assertThat(random.state()).isEqualTo(new RandomStream(8).state());
    assertThat(generator.suggest("aabba", 1).get(0).text()).isEqualTo("a");
    assertThat(generator.suggest("aabba", 1).get(0).probability()).isGreaterThan(0.9);
  }

  /** Read after a line end, a text's figures are those of an evaluation of the two. */
  @Test
  void figuresAreThoseOfAnEvaluation() {
    String text = "the quick brown fox jumps over the lazy dog";
    LanguageModelling task = task("\n" + text, new Characters());
    PreparedTask data = prepared(task);
    Serving serving = task.serving(data.assets());
    Model model = model(serving, 3);
    Map<String, Double> expected =
        data.evaluate(Split.TEST, EpochTrainer.predictor(model, KERNELS), 1);

    Map<String, Object> reply =
        generator(serving, model).answer(List.of(Map.of("text", text))).get(0);

    assertThat(reply).containsEntry("tokens", text.length());
    assertThat((Double) reply.get("nats")).isCloseTo(expected.get("nats"), within(ROUNDING));
  }

  @Test
  void repliesDoNotDependOnWhatElseIsAsked() {
    LanguageModelling task =
        task("the quick brown fox\njumps over the lazy dog\n", new Words(true));
    Serving serving = task.serving(prepared(task).assets());
    TextGenerator generator = generator(serving, model(serving, 3));
    List<Map<String, Object>> requests = new ArrayList<>();
    for (String text :
        List.of("the fox", "", "dog", "over the lazy fox the dog", "jumps\nover\n", "the fox")) {
      requests.add(Map.of("text", text));
    }
    for (int i = 0; i < 120; i++) {
      requests.add(Map.of("text", "quick ".repeat(i % 7)));
    }

    List<Map<String, Object>> replies = generator.answer(requests);

    assertThat(replies).hasSameSizeAs(requests);
    for (int i = 0; i < requests.size(); i++) {
      Map<String, Object> alone = generator.answer(List.of(requests.get(i))).get(0);
      Map<String, Object> together = replies.get(i);
      assertThat(together.get("tokens")).isEqualTo(alone.get("tokens"));
      if (alone.get("nats") == null) {
        assertThat(together.get("nats")).isNull();
      } else {
        assertThat((Double) together.get("nats"))
            .isCloseTo((Double) alone.get("nats"), within(ROUNDING));
      }
      assertThat((List<?>) together.get("suggestions"))
          .map(suggestion -> ((Map<?, ?>) suggestion).get("text"))
          .isEqualTo(
              ((List<?>) alone.get("suggestions"))
                  .stream().map(suggestion -> ((Map<?, ?>) suggestion).get("text")).toList());
    }
  }

  /** More than are read at once. */
  @Test
  void longTextsAreReadInParts() {
    LanguageModelling task = task("ab\n", new Characters());
    Serving serving = task.serving(prepared(task).assets());
    TextGenerator generator = generator(serving, model(serving, 3));
    String text = "abbaab".repeat(20_000);

    Map<String, Object> reply = generator.answer(List.of(Map.of("text", text))).get(0);

    assertThat(reply).containsEntry("tokens", 120_000);
    assertThat((Double) reply.get("nats")).isPositive().isLessThan(Math.log(4) + 1);
    assertThat(text(generator, text, Sampling.GREEDY, 1)).hasSize(30);
  }

  @Test
  void assetsOfOtherTasksAreRefused() {
    LanguageModelling task = task("ab\n", new Characters());

    assertThatThrownBy(() -> task.serving(Assets.NONE))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the run has kept no 'tokenizer.json', only []");
    assertThatThrownBy(() -> task.serving(new Assets(Map.of("tokenizer.json", "[]"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessageStartingWith("tokenizer.json: expected a JSON object");
  }
}
