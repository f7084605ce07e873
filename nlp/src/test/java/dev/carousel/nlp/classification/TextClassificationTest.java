package dev.carousel.nlp.classification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.exhibit.Quotations;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.Small;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.Heard;
import dev.carousel.nlp.text.labelled.LabelledSource;
import dev.carousel.nlp.text.labelled.LabelledText;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Metric;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TextClassificationTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  // Means of a few logs of floats, which are within 6e-8 of their value.
  private static final double ROUNDING = 1e-6;

  private static final List<String> TRAIN =
      List.of("pos good good film", "neg bad film", "pos fine", "neg bad bad bad", "pos good");
  private static final List<String> TEST = List.of("neg bad good bad", "pos good unseen", "pos ok");

  private static LabelledSource source(List<String> train, List<String> test) {
    return folders ->
        new Corpus<>(
            Map.of(Split.TRAIN, texts(train), Split.VALID, texts(test), Split.TEST, texts(test)),
            List.of());
  }

  private static List<LabelledText> texts(List<String> lines) {
    List<LabelledText> texts = new ArrayList<>();
    for (String line : lines) {
      int space = line.indexOf(' ');
      texts.add(
          new LabelledText(
              line.substring(0, space),
              line.substring(space + 1),
              new Place("t", texts.size() + 1)));
    }
    return texts;
  }

  private static TextClassification task(OptionalInt maxTokens) {
    return new TextClassification(
        source(TRAIN, TEST),
        new Whitespace(false),
        VocabularyLimits.NONE,
        Optional.empty(),
        maxTokens);
  }

  private static PreparedTask prepare() {
    return task(OptionalInt.empty()).prepare(NO_FOLDERS, 1);
  }

  /** Knows the answers. */
  private static float[] oracle(Batch batch) {
    int[] labels = ((Targets.Labels) batch.targets()).labels();
    float[] logits = new float[2 * labels.length];
    for (int b = 0; b < labels.length; b++) {
      logits[2 * b + labels[b]] = 50;
    }
    return logits;
  }

  @Test
  void textsAreGivenAndLabelsWanted() {
    PreparedTask task = prepare();

    // good, bad, film, fine and the unknown token.
    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Tokens(5), 2, false));
    assertThat(task.loss()).isEqualTo(new CrossEntropy());
    assertThat(task.metrics())
        .containsExactly(
            new Metric("accuracy", false), new Metric("macroF1", false), new Metric("nats", true));
    Batch batch = task.batches(Split.TEST, 1).get(1);
    assertThat(batch.lengths()).containsExactly(2);
    assertThat(((Inputs.Tokens) batch.inputs()).ids()).containsExactly(2, 0);
    assertThat(((Targets.Labels) batch.targets()).labels()).containsExactly(1);
    assertThat(task.labels(batch)).containsExactly("good", "<unk>");
  }

  @Test
  void batchesAreOfSimilarLengthsAndEveryTextIsTakenOnce() {
    int sequences = 0;
    for (Batch batch : prepare().trainingBatches(2, new RandomStream(1))) {
      sequences += batch.rows();
      // Lengths 3, 2, 1, 3, 1 in twos: no two differ by more than one.
      assertThat(batch.tokens()).isGreaterThanOrEqualTo((batch.steps() - 1) * batch.rows() + 1);
    }
    assertThat(sequences).isEqualTo(5);
  }

  @Test
  void anOracleIsRightAndAConstantIsTheMajority() {
    PreparedTask task = prepare();
    for (int batchSize : new int[] {1, 2, 100}) {
      assertThat(task.evaluate(Split.TEST, TextClassificationTest::oracle, batchSize))
          .containsEntry("accuracy", 1.0)
          .containsEntry("macroF1", 1.0);
      Predictor positive =
          batch -> {
            float[] logits = new float[2 * batch.rows()];
            for (int b = 0; b < batch.rows(); b++) {
              logits[2 * b + 1] = 1;
            }
            return logits;
          };
      Map<String, Double> figures = task.evaluate(Split.TEST, positive, batchSize);
      assertThat(figures.get("accuracy")).isEqualTo(2.0 / 3);
      // F1 of pos is 2·2/(2·2 + 1 + 0), of neg 0.
      assertThat(figures.get("macroF1")).isEqualTo(0.4);
      assertThat(figures.get("nats")).isCloseTo(Math.log(1 + Math.E) - 2.0 / 3, within(ROUNDING));
    }
  }

  @Test
  void textsAboutWhichAModelIsSurestAreShown() {
    // Positive, the surer the shorter the text is.
    Predictor positive =
        batch -> {
          float[] logits = new float[2 * batch.rows()];
          for (int b = 0; b < batch.rows(); b++) {
            logits[2 * b + 1] = 1f / batch.lengths()[b];
          }
          return logits;
        };
    List<Exhibit> shown = prepare().exhibits(positive, 2);
    assertThat(shown)
        .extracting(Exhibit::title)
        .containsExactly("Surest and right", "Surest and wrong");
    // σ(1), σ(1/2) and σ(1/3)
    assertThat(((Quotations) shown.get(0)).rows())
        .containsExactly(
            List.of("ok", "pos", "0.731", "pos"), List.of("good unseen", "pos", "0.622", "pos"));
    assertThat(((Quotations) shown.get(1)).rows())
        .containsExactly(List.of("bad good bad", "pos", "0.583", "neg"));
    assertThat(prepare().exhibits(TextClassificationTest::oracle, 2))
        .extracting(Exhibit::title)
        .containsExactly("Surest and right");
  }

  @Test
  void baselinesAreAsTheFormulasSay() {
    PreparedTask task = prepare();
    assertThat(task.baselines()).extracting("name").containsExactly("majority", "naive-bayes");
    Map<String, Double> majority = task.baselines().get(0).metrics().get(Split.TEST);
    Map<String, Double> bayes = task.baselines().get(1).metrics().get(Split.TEST);

    assertThat(majority.get("accuracy")).isEqualTo(2.0 / 3);
    assertThat(majority.get("nats"))
        .isCloseTo(-(Math.log(0.4) + 2 * Math.log(0.6)) / 3, within(ROUNDING));
    // V = 5. neg has bad 4, film 1: n = 5. pos has good 3, film 1, fine 1: n = 5.
    double negative = 0.4 * (5 / 10.0) * (1 / 10.0) * (5 / 10.0);
    double positive = 0.6 * (1 / 10.0) * (4 / 10.0) * (1 / 10.0);
    double nats = -Math.log(negative / (negative + positive));
    negative = 0.4 * (1 / 10.0) * (1 / 10.0);
    positive = 0.6 * (4 / 10.0) * (1 / 10.0);
    nats -= Math.log(positive / (negative + positive));
    nats -= Math.log(0.6);
    assertThat(bayes.get("nats")).isCloseTo(nats / 3, within(ROUNDING));
    assertThat(bayes.get("accuracy")).isEqualTo(1);
  }

  @Test
  void longTextsAreCutAndCounted() {
    try (Heard heard = new Heard()) {
      PreparedTask task = task(OptionalInt.of(2)).prepare(NO_FOLDERS, 1);

      assertThat(task.batches(Split.TRAIN, 100).get(0).steps()).isEqualTo(2);
      assertThat(heard.lines())
          .containsExactly(
              "cut 2 of 5 texts of the train part to 2 tokens",
              "cut 1 of 3 texts of the valid part to 2 tokens",
              "cut 1 of 3 texts of the test part to 2 tokens");
    }
  }

  @Test
  void hardTextsAreRead() {
    String endless = "pos " + "x".repeat(100_000);
    String many = "neg " + "\u05e9\u05dc\u05d5\u05dd ".repeat(20_000);
    PreparedTask task =
        new TextClassification(
                source(List.of(endless, many), List.of("pos \u00a0", "neg ? ? \ud83d\ude00")),
                new Whitespace(false),
                VocabularyLimits.NONE,
                Optional.empty(),
                OptionalInt.empty())
            .prepare(NO_FOLDERS, 1);

    assertThat(task.batches(Split.TRAIN, 2).get(0).lengths()).containsExactly(1, 20_000);
    assertThat(((Inputs.Tokens) task.batches(Split.TEST, 2).get(0).inputs()).ids()).containsOnly(0);
    // Only unknown tokens: the classes are told apart by their frequencies and sizes alone.
    assertThat(task.baselines().get(1).metrics().get(Split.TEST).get("nats")).isFinite();
  }

  @Test
  void aLabelOfAnotherPartIsRefused() {
    LabelledSource source = source(TRAIN, List.of("pos good", "mixed film"));
    assertThatThrownBy(
            () ->
                new TextClassification(
                        source,
                        new Whitespace(false),
                        VocabularyLimits.NONE,
                        Optional.empty(),
                        OptionalInt.empty())
                    .prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "t, line 2: the label 'mixed' does not occur in the training part, which has neg, pos");
    assertThatThrownBy(() -> task(OptionalInt.of(0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxTokens must be at least 1, or null for no limit; got 0");
  }

  @Test
  void modelsAreAskedWithoutTheData() {
    Assets assets = prepare().assets();
    Serving serving =
        new TextClassification(null, null, null, Optional.empty(), OptionalInt.of(3))
            .serving(assets);
    assertThat(serving.signature()).isEqualTo(prepare().signature());
    ClassificationServing own = (ClassificationServing) serving;
    // The more "good" (2) and the less "bad" (1), the more positive.
    Predictor predictor =
        batch -> {
          float[] logits = new float[2 * batch.rows()];
          for (int t = 0; t < batch.steps(); t++) {
            for (int b = 0; b < batch.rows(); b++) {
              int id = ((Inputs.Tokens) batch.inputs()).ids()[t * batch.rows() + b];
              logits[2 * b] += id == 1 ? 1 : 0;
              logits[2 * b + 1] += id == 2 ? 1 : 0;
            }
          }
          return logits;
        };
    List<Map<String, Object>> requests = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      requests.add(Map.of("text", i % 2 == 0 ? "good" : "good bad bad good good"));
    }
    requests.add(Map.of("text", ""));

    List<Map<String, Object>> replies = own.service(predictor).answer(requests);

    assertThat(replies).hasSize(101);
    Map<String, Double> probabilities = new LinkedHashMap<>();
    assertThat(replies.get(98))
        .containsEntry("label", "pos")
        .containsOnlyKeys("label", "probabilities");
    ((Map<?, ?>) replies.get(98).get("probabilities"))
        .forEach((label, p) -> probabilities.put((String) label, (Double) p));
    assertThat(probabilities.keySet()).containsExactly("neg", "pos");
    assertThat(probabilities.get("pos")).isCloseTo(Math.E / (1 + Math.E), within(ROUNDING));
    // Cut to three tokens, two of which are bad.
    assertThat(replies.get(99)).containsEntry("label", "neg");
    assertThat(replies.get(100)).containsEntry("label", "neg");
    assertThat(own.service(predictor).answer(List.of())).isEmpty();
    assertThatThrownBy(() -> own.service(predictor).answer(List.of(Map.of("txt", "a"))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("unknown key 'txt'; did you mean 'text'? known: text");
    assertThatThrownBy(() -> own.service(predictor).answer(List.of(Map.of())))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("missing key 'text'; expected a string");
    assertThatThrownBy(() -> own.service(predictor).answer(List.of(Map.of("text", 7))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("expected a string under 'text', got 7");
  }

  @Test
  void whatDependsOnOrderIsLearnt() {
    // "not" turns what follows round, which counts of words cannot tell.
    List<String> lines =
        List.of(
            "pos good",
            "neg bad",
            "neg not good",
            "pos not bad",
            "pos not not good",
            "neg not not bad",
            "pos fine",
            "neg not fine",
            "pos film good",
            "neg film not good",
            "neg film bad",
            "pos film not bad");
    PreparedTask task =
        new TextClassification(
                source(lines, lines),
                new Whitespace(false),
                VocabularyLimits.NONE,
                Optional.empty(),
                OptionalInt.empty())
            .prepare(NO_FOLDERS, 1);
    EjmlKernels kernels = new EjmlKernels();

    Model model = Small.trained(task, 60);

    assertThat(task.evaluate(Split.TEST, EpochTrainer.predictor(model, kernels), 4))
        .containsEntry("accuracy", 1.0);
  }
}
