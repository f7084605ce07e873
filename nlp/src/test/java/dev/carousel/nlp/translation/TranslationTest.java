package dev.carousel.nlp.translation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.data.Targets;
import dev.carousel.decode.BeamSearch;
import dev.carousel.decode.NextTokens;
import dev.carousel.exhibit.Quotations;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.Small;
import dev.carousel.nlp.metric.Bleu;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.Heard;
import dev.carousel.nlp.text.parallel.ParallelText;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.random.RandomStream;
import dev.carousel.serve.Serving;
import dev.carousel.serve.Translator;
import dev.carousel.tensor.EjmlKernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Metric;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TranslationTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());
  private static final BeamSearch SEARCH = new BeamSearch(3, 10, 1, 0.6, 0);

  // Means of logs of floats, which are within 6e-8 of their value.
  private static final double ROUNDING = 1e-6;

  private static final List<String> TRAIN =
      List.of(
          "ein Hund = a dog",
          "der Hund und die Katze = the dog and the cat",
          "eine Katze = a cat",
          "die Katze und der Hund und ein Hund = the cat and the dog and a dog",
          "Hund = dog");
  private static final List<String> VALID = List.of("eine Katze = a cat", "ein Vogel = a bird");
  private static final List<String> TEST =
      List.of(
          "die Katze und eine Katze und der Hund = the cat and a cat and the dog",
          "Katze = cat",
          "der Hund und ein Hund = the dog and a dog");

  private static List<ParallelText> pairs(List<String> lines) {
    List<ParallelText> pairs = new ArrayList<>();
    for (String line : lines) {
      int at = line.indexOf(" = ");
      pairs.add(
          new ParallelText(
              line.substring(0, at), line.substring(at + 3), new Place("t", pairs.size() + 1)));
    }
    return pairs;
  }

  private static TextEncoding words() {
    return new TextEncoding(new Whitespace(false), VocabularyLimits.NONE, Optional.empty());
  }

  private static Translation task(Optional<TextEncoding> target, OptionalInt maxTokens) {
    return new Translation(
        folders ->
            new Corpus<>(
                Map.of(
                    Split.TRAIN, pairs(TRAIN), Split.VALID, pairs(VALID), Split.TEST, pairs(TEST)),
                List.of()),
        words(),
        target,
        maxTokens,
        SEARCH);
  }

  private static PreparedTranslation prepare() {
    return (PreparedTranslation)
        task(Optional.of(words()), OptionalInt.empty()).prepare(NO_FOLDERS, 1);
  }

  /** Knows every pair of the corpus; counts how many sources it was asked to decode. */
  private static final class Oracle implements Predictor {
    private final Languages languages;
    private final Map<List<String>, int[]> known = new HashMap<>();
    private int decoded;

    private Oracle(PreparedTranslation task) {
      languages = task.languages();
      for (Split split : Split.values()) {
        for (ParallelText pair : task.corpus().part(split)) {
          known.put(
              languages.source().vocabulary().decode(languages.source(pair.source())),
              languages.texts().encode(pair.target()));
        }
      }
    }

    @Override
    public float[] predict(Batch batch) {
      int vocabulary = languages.signature().outputs();
      int[] labels = ((Targets.Labels) batch.targets()).labels();
      float[] logits = new float[labels.length * vocabulary];
      for (int row = 0; row < labels.length; row++) {
        logits[row * vocabulary + Math.max(0, labels[row])] = labels[row] < 0 ? Float.NaN : 50;
      }
      return logits;
    }

    @Override
    public NextTokens decoding(Batch source) {
      decoded += source.rows();
      int[][] scripts = new int[source.rows()][];
      for (int b = 0; b < scripts.length; b++) {
        int[] ids = ((Inputs.Tokens) source.sequence(b).inputs()).ids();
        scripts[b] = known.get(languages.source().vocabulary().decode(ids));
      }
      return new Scripted(languages.signature().outputs(), languages.texts().end(), scripts);
    }
  }

  @Test
  void aTranslationIsReadFromItsBeginningAndGivenToItsEnd() {
    PreparedTranslation task = prepare();
    Languages languages = task.languages();

    // ein, Hund, der, und, die, Katze, eine; a, dog, the, and, cat, <bos>, <eos>; unknown ones.
    assertThat(task.signature())
        .isEqualTo(
            new Signature(
                new Signature.Conditioned(new Signature.Tokens(8), new Signature.Tokens(8), false),
                8,
                true,
                true));
    assertThat(task.loss()).isEqualTo(new CrossEntropy());
    assertThat(task.metrics())
        .containsExactly(
            new Metric("nats", true),
            new Metric("perplexity", true),
            new Metric("bleu", false),
            new Metric("chrF", false));
    Batch batch = task.batches(Split.TEST, 2).get(0);
    Inputs.Conditioned inputs = (Inputs.Conditioned) batch.inputs();
    assertThat(batch.lengths()).containsExactly(2, 6);
    assertThat(inputs.source().lengths()).containsExactly(1, 5);
    assertThat(task.labels(batch.sequence(1)))
        .containsExactly("<bos>", "the", "dog", "and", "a", "dog");
    assertThat(task.labels(((Inputs.Conditioned) batch.sequence(1).inputs()).source()))
        .containsExactly("der", "Hund", "und", "ein", "Hund");
    int[] labels = ((Targets.Labels) batch.sequence(1).targets()).labels();
    assertThat(languages.target().vocabulary().decode(labels))
        .containsExactly("the", "dog", "and", "a", "dog", "<eos>");
    assertThat(((Targets.Labels) batch.targets()).labels()).contains(-1);
  }

  @Test
  void everyPairIsTakenOnceAnEpoch() {
    int rows = 0;
    for (Batch batch : prepare().trainingBatches(2, new RandomStream(3))) {
      rows += batch.rows();
      assertThat(((Inputs.Conditioned) batch.inputs()).source().rows()).isEqualTo(batch.rows());
    }
    assertThat(rows).isEqualTo(5);
  }

  @Test
  void anOracleTranslatesPerfectlyWhateverTheOrder() {
    PreparedTranslation task = prepare();
    for (int batchSize : new int[] {1, 2, 100}) {
      Oracle oracle = new Oracle(task);
      Map<String, Double> test = task.evaluate(Split.TEST, oracle, batchSize);

      assertThat(test).containsOnlyKeys("nats", "perplexity", "bleu", "chrF");
      assertThat(test.get("nats")).isCloseTo(0, within(ROUNDING));
      assertThat(test.get("bleu")).isCloseTo(100, within(1e-9));
      assertThat(test.get("chrF")).isCloseTo(100, within(1e-9));
      assertThat(oracle.decoded).isEqualTo(3);
    }
  }

  @Test
  void translationsAreShownBesideTextsAndReferences() {
    PreparedTranslation task = prepare();
    Quotations shown = (Quotations) task.exhibits(new Oracle(task), 2).get(0);
    assertThat(shown.columns())
        .extracting(Quotations.Column::name)
        .containsExactly("text", "translation", "reference");
    assertThat(shown.rows().get(1)).containsExactly("Katze", "cat", "cat");
    assertThat(shown.rows())
        .extracting(row -> row.get(0))
        .containsExactlyElementsOf(pairs(TEST).stream().map(ParallelText::source).toList());
  }

  @Test
  void ofTheTrainingPartAsMuchIsDecodedAsIsValidated() {
    PreparedTranslation task = prepare();
    Oracle oracle = new Oracle(task);
    // "bird" is unknown to the vocabulary, so the best translation has an unknown token.
    assertThat(task.evaluate(Split.VALID, oracle, 2).get("bleu")).isBetween(0.0, 99.0);
    assertThat(oracle.decoded).isEqualTo(2);
    Map<String, Double> train = task.evaluate(Split.TRAIN, oracle, 2);
    assertThat(oracle.decoded).isEqualTo(4);
    assertThat(train.get("bleu"))
        .isCloseTo(
            Bleu.DEFAULT
                .score(
                    List.of("a dog", "the dog and the cat"),
                    List.of(List.of("a dog"), List.of("the dog and the cat")))
                .bleu(),
            within(1e-9));
  }

  @Test
  void equalLogitsHaveThePerplexityOfTheVocabulary() {
    PreparedTranslation task = prepare();
    Map<String, Double> figures =
        task.evaluate(
            Split.VALID,
            new Predictor() {
              @Override
              public float[] predict(Batch batch) {
                return new float[batch.steps() * batch.rows() * 8];
              }

              @Override
              public NextTokens decoding(Batch source) {
                return new Scripted(8, task.languages().texts().end(), new int[source.rows()][0]);
              }
            },
            2);

    assertThat(figures.get("perplexity")).isCloseTo(8, within(8 * ROUNDING));
    assertThat(figures).containsEntry("bleu", 0.0).containsEntry("chrF", 0.0);
  }

  @Test
  void whatHasDivergedIsNotDecoded() {
    Map<String, Double> figures =
        prepare()
            .evaluate(
                Split.VALID,
                batch -> {
                  float[] logits = new float[batch.steps() * batch.rows() * 8];
                  Arrays.fill(logits, Float.NaN);
                  return logits;
                },
                2);
    assertThat(figures.values()).allMatch(value -> value.isNaN());
  }

  @Test
  void theBaselineCopies() {
    PreparedTask task =
        new Translation(
                folders ->
                    new Corpus<>(
                        Map.of(
                            Split.TRAIN, pairs(List.of("a b c d = a b c d", "e = f")),
                            Split.VALID, pairs(List.of("x = y")),
                            Split.TEST, pairs(List.of("a b c d e = a b c d e"))),
                        List.of()),
                words(),
                Optional.empty(),
                OptionalInt.empty(),
                SEARCH)
            .prepare(NO_FOLDERS, 1);

    var copy = task.baselines().get(0);
    assertThat(copy.name()).isEqualTo("copy");
    assertThat(copy.metrics().get(Split.TEST).get("bleu")).isCloseTo(100, within(1e-9));
    // The first pair alone, as many as there are validation pairs.
    assertThat(copy.metrics().get(Split.TRAIN).get("bleu")).isCloseTo(100, within(1e-9));
    assertThat(copy.metrics().get(Split.VALID)).containsEntry("bleu", 0.0);
    assertThat(task.batches(Split.TEST, 1)).hasSize(1);
  }

  @Test
  void languagesMayShareAVocabulary() {
    PreparedTranslation task =
        (PreparedTranslation) task(Optional.empty(), OptionalInt.empty()).prepare(NO_FOLDERS, 1);

    assertThat(task.languages().source()).isSameAs(task.languages().target());
    // 7 German and 5 English words, <unk>, <bos> and <eos>.
    assertThat(task.signature().outputs()).isEqualTo(15);
    assertThat(task.assets().files()).containsOnlyKeys("tokenizer.json");
    assertThat(task.evaluate(Split.TEST, new Oracle(task), 2).get("bleu"))
        .isCloseTo(100, within(1e-9));
  }

  @Test
  void longTrainingPairsAreLeftOutAndCounted() {
    try (Heard heard = new Heard()) {
      PreparedTask task = task(Optional.of(words()), OptionalInt.of(4)).prepare(NO_FOLDERS, 1);

      int rows = 0;
      for (Batch batch : task.trainingBatches(10, new RandomStream(1))) {
        rows += batch.rows();
      }
      assertThat(rows).isEqualTo(3);
      assertThat(task.batches(Split.TEST, 10).get(0).rows()).isEqualTo(3);
      assertThat(heard.lines())
          .containsExactly(
              "left out training pairs of more than 4 tokens: 2, the first at t, line 2");
    }
    List<String> train = List.of("a b = c");
    Translation none =
        new Translation(
            folders ->
                new Corpus<>(
                    Map.of(
                        Split.TRAIN,
                        pairs(train),
                        Split.VALID,
                        pairs(train),
                        Split.TEST,
                        pairs(train)),
                    List.of()),
            words(),
            Optional.empty(),
            OptionalInt.of(1),
            SEARCH);
    assertThatThrownBy(() -> none.prepare(NO_FOLDERS, 1))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "every training pair has a side of more than 1 tokens; give a larger maxTokens");
  }

  @Test
  void endsThatTokenizersMakeAreNotDoubled() {
    TextEncoding lines =
        new TextEncoding(new Whitespace(true), VocabularyLimits.NONE, Optional.empty());
    PreparedTranslation task =
        (PreparedTranslation) task(Optional.of(lines), OptionalInt.empty()).prepare(NO_FOLDERS, 1);

    Batch batch = task.batches(Split.TEST, 1).get(1);
    assertThat(task.labels(batch)).containsExactly("<bos>", "cat");
    assertThat(
            task.languages()
                .target()
                .vocabulary()
                .decode(((Targets.Labels) batch.targets()).labels()))
        .containsExactly("cat", "<eos>");
    assertThat(task.evaluate(Split.TEST, new Oracle(task), 2).get("bleu"))
        .isCloseTo(100, within(1e-9));
  }

  @Test
  void modelsAreAskedWithoutTheData() {
    for (Optional<TextEncoding> target :
        List.of(Optional.of(words()), Optional.<TextEncoding>empty())) {
      PreparedTranslation task =
          (PreparedTranslation) task(target, OptionalInt.empty()).prepare(NO_FOLDERS, 1);
      TranslationServing serving =
          (TranslationServing)
              new Translation(null, null, target, OptionalInt.empty(), SEARCH)
                  .serving(task.assets());
      assertThat(serving.signature()).isEqualTo(task.signature());
      Translator translator =
          new ModelTranslator(serving.languages(), SEARCH, new Oracle(task)::decoding);

      List<Map<String, Object>> replies =
          translator.answer(
              List.of(
                  Map.of("text", "der Hund und ein Hund"),
                  Map.of("text", " "),
                  Map.of("text", "Katze")));

      assertThat(replies)
          .extracting(reply -> reply.get("translation"))
          .containsExactly("the dog and a dog", "", "cat");
      // Each token is given 1 / (1 + (V - 1) e⁻³⁰).
      assertThat((Double) replies.get(0).get("score")).isCloseTo(0, within(ROUNDING));
      assertThat(translator.translate(List.of("", "ein Hund"), BeamSearch.greedy(1)))
          .containsExactly("", "a");
      assertThat(translator.translate(List.of(), SEARCH)).isEmpty();
      assertThatThrownBy(() -> translator.answer(List.of(Map.of("source", "a"))))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage("unknown key 'source'; known: text");
    }
  }

  @Test
  void aSmallModelLearnsToTranslateAndIsAskedFromItsAssets() {
    // An adjective comes before its noun on one side and after it on the other.
    List<String> lines = new ArrayList<>();
    for (String noun : List.of("cat", "dog", "bird", "fish")) {
      for (String adjective : List.of("old", "red", "big")) {
        lines.add("the %s %s = le %s %s".formatted(adjective, noun, noun + "o", adjective + "a"));
        lines.add("%s %s = %s %s".formatted(adjective, noun, noun + "o", adjective + "a"));
      }
    }
    Translation described =
        new Translation(
            folders ->
                new Corpus<>(
                    Map.of(
                        Split.TRAIN,
                        pairs(lines),
                        Split.VALID,
                        pairs(lines),
                        Split.TEST,
                        pairs(lines)),
                    List.of()),
            words(),
            Optional.of(words()),
            OptionalInt.empty(),
            SEARCH);
    PreparedTask task = described.prepare(NO_FOLDERS, 1);
    EjmlKernels kernels = new EjmlKernels();

    Model model = Small.trainedToTranslate(task, 40);

    Map<String, Double> figures =
        task.evaluate(Split.TEST, EpochTrainer.predictor(model, kernels), 7);
    assertThat(figures.get("nats")).isLessThan(0.1);
    assertThat(figures.get("chrF")).isCloseTo(100, within(1e-9));
    Serving serving = described.serving(task.assets());
    Translator translator = (Translator) serving.service(model, kernels);
    assertThat(translator.translate(List.of("red bird", "the big fish"), BeamSearch.greedy(9)))
        .containsExactly("birdo reda", "le fisho biga");
    Map<String, Object> reply = translator.answer(List.of(Map.of("text", "the old dog"))).get(0);
    assertThat(reply).containsEntry("translation", "le dogo olda");
    assertThat((Double) reply.get("score")).isBetween(-0.5, 0.0);
  }
}
