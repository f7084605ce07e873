package dev.carousel.nlp.language;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Quotations;
import dev.carousel.loss.CrossEntropy;
import dev.carousel.nlp.text.TextSource;
import dev.carousel.nlp.text.Texts;
import dev.carousel.nlp.token.Characters;
import dev.carousel.nlp.token.Tokenizer;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.nlp.token.Words;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class LanguageModellingTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  // Means of a few logs in double precision.
  private static final double ROUNDING = 1e-12;

  private static PreparedTask prepare(
      String train, String valid, String test, Tokenizer tokenizer, int steps) {
    TextSource source = folders -> new Texts(train, valid, test, List.of());
    return new LanguageModelling(source, tokenizer, VocabularyLimits.NONE, Optional.empty(), steps)
        .prepare(NO_FOLDERS, 1);
  }

  private static Predictor constant(int vocabulary, float logit) {
    return batch -> {
      float[] logits = new float[batch.steps() * batch.rows() * vocabulary];
      Arrays.fill(logits, logit);
      return logits;
    };
  }

  @Test
  void charactersAreGivenAndWanted() {
    PreparedTask task = prepare("aab", "ab", "ba", new Characters(), 2);

    assertThat(task.signature()).isEqualTo(new Signature(new Signature.Tokens(3), 3, true, true));
    assertThat(task.loss()).isEqualTo(new CrossEntropy());
    assertThat(task.metrics())
        .containsExactly(
            new Metric("nats", true),
            new Metric("perplexity", true),
            new Metric("bitsPerCharacter", true),
            new Metric("hits3", false));
    List<Batch> batches = new ArrayList<>();
    task.trainingBatches(1, new RandomStream(1)).forEach(batches::add);
    assertThat(batches).hasSize(1);
    assertThat(((Inputs.Tokens) batches.get(0).inputs()).ids()).containsExactly(1, 1);
    assertThat(((Targets.Labels) batches.get(0).targets()).labels()).containsExactly(1, 2);
  }

  @Test
  void wordsHaveNoBitsPerCharacter() {
    PreparedTask task = prepare("a b a", "a b", "b a", new Whitespace(true), 2);

    assertThat(task.metrics())
        .containsExactly(
            new Metric("nats", true), new Metric("perplexity", true), new Metric("hits3", false));
    assertThat(task.evaluate(Split.TEST, constant(4, 0), 1).keySet())
        .containsExactly("nats", "perplexity", "hits3");
  }

  @Test
  void theVocabularyIsOfTheTrainingPartAlone() {
    PreparedTask task = prepare("abab", "axy", "bz", new Characters(), 8);

    assertThat(task.signature().outputs()).isEqualTo(3);
    List<int[]> labels = new ArrayList<>();
    task.evaluate(
        Split.VALID,
        batch -> {
          labels.add(((Targets.Labels) batch.targets()).labels());
          return constant(3, 0).predict(batch);
        },
        1);
    assertThat(labels.get(0)).containsExactly(Vocabulary.UNKNOWN_ID, Vocabulary.UNKNOWN_ID);
  }

  @Test
  void limitsReachTheVocabulary() {
    TextSource source = folders -> new Texts("aabbbc", "ab", "ba", List.of());
    PreparedTask task =
        new LanguageModelling(
                source,
                new Characters(),
                new VocabularyLimits(1, OptionalInt.of(2)),
                Optional.empty(),
                3)
            .prepare(NO_FOLDERS, 1);

    assertThat(task.signature().outputs()).isEqualTo(2);
  }

  @Test
  void equalLogitsAreTheUniformBaseline() {
    PreparedTask task = prepare("the quick brown fox", "the fox", "quick fox", new Characters(), 4);
    int vocabulary = task.signature().outputs();

    for (int batchSize : new int[] {1, 2, 3, 50}) {
      // Logits far from 0 would overflow a softmax that is not shifted.
      Map<String, Double> metrics =
          task.evaluate(Split.TEST, constant(vocabulary, 1e4f), batchSize);
      assertThat(metrics.get("nats")).isCloseTo(Math.log(vocabulary), within(ROUNDING));
      assertThat(metrics.get("perplexity")).isCloseTo(vocabulary, within(vocabulary * ROUNDING));
      assertThat(metrics.get("bitsPerCharacter"))
          .isCloseTo(Math.log(vocabulary) / Math.log(2), within(ROUNDING));
    }
  }

  @Test
  void aPredictorThatKnowsTheBigramsReachesTheBigramBaseline() {
    String train = "abracadabra abracadabra";
    PreparedTask task = prepare(train, "abra cad", "dab dab bar?", new Characters(), 3);
    Characters characters = new Characters();
    Vocabulary vocabulary =
        Vocabulary.of(characters.tokens(train), List.of(), VocabularyLimits.NONE);
    Bigram bigram = new Bigram(vocabulary.size(), vocabulary.encode(characters.tokens(train)));
    Predictor predictor =
        batch -> {
          int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
          float[] logits = new float[ids.length * vocabulary.size()];
          for (int row = 0; row < ids.length; row++) {
            for (int next = 0; next < vocabulary.size(); next++) {
              // Any shift of a row's logits leaves its softmax as it is.
              logits[row * vocabulary.size() + next] =
                  (float) (Math.log(bigram.probability(ids[row], next)) + row);
            }
          }
          return logits;
        };
    Baseline baseline = task.baselines().get(2);

    assertThat(baseline.name()).isEqualTo("bigram");
    for (Split split : Split.values()) {
      for (int batchSize : new int[] {1, 4, 7}) {
        // Logits up to 30 in float32 are off by 1e-6 at most.
        assertThat(task.evaluate(split, predictor, batchSize).get("nats"))
            .isCloseTo(baseline.metrics().get(split).get("nats"), within(4e-6));
      }
    }
  }

  @Test
  void hitsAreTokensAmongTheThreeLikeliest() {
    // The ids of a to e are 1 to 5; all logits are equal but those of what is read.
    PreparedTask task = prepare("aaaaabbbbcccdde", "abcde", "adeadea", new Characters(), 4);
    Predictor predictor =
        batch -> {
          int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
          float[] logits = new float[ids.length * 6];
          for (int row = 0; row < ids.length; row++) {
            logits[row * 6 + 3] = ids[row] == 1 ? 2 : 0;
            logits[row * 6 + ids[row]] = 1;
          }
          return logits;
        };

    for (int batchSize : new int[] {1, 3}) {
      // After a: c, a, <unk>, so d is none of them. After d: d, <unk>, a; after e: e, <unk>, a.
      assertThat(task.evaluate(Split.TEST, predictor, batchSize).get("hits3")).isEqualTo(2 / 6.0);
      assertThat(task.evaluate(Split.TEST, constant(6, 0), batchSize).get("hits3"))
          .isEqualTo(2 / 6.0);
    }
  }

  @Test
  void suggestionsAreShownAsTheTestPartGoesOn() {
    PreparedTask task = prepare("abc\nabc", "ab", "ab\nx", new Characters(), 2);
    // After each token the next one of the vocabulary, then the first ones.
    Predictor next =
        batch -> {
          int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
          float[] logits = new float[5 * ids.length];
          for (int row = 0; row < ids.length; row++) {
            logits[5 * row + (ids[row] + 1) % 5] = 1;
          }
          return logits;
        };
    Quotations shown = (Quotations) task.exhibits(next, 2).get(0);
    assertThat(shown.rows())
        .containsExactly(
            List.of("a", "“b” “<unk>” “a”", "“b”"),
            List.of("ab", "“c” “<unk>” “a”", "“↵”"),
            List.of("ab\n", "“<unk>” “a” “b”", "“<unk>”"));
  }

  @Test
  void paddingIsNotLookedAt() {
    // 4 predictions in 3 streams: two of three rows of the last step are padding.
    PreparedTask task = prepare("ab", "ab", "ababa", new Characters(), 1);
    Predictor poisoned =
        batch -> {
          int[] labels = ((Targets.Labels) batch.targets()).labels();
          float[] logits = new float[labels.length * 3];
          for (int row = 0; row < labels.length; row++) {
            if (labels[row] < 0) {
              Arrays.fill(logits, row * 3, row * 3 + 3, Float.NaN);
            }
          }
          return logits;
        };

    assertThat(task.evaluate(Split.TEST, poisoned, 3).get("nats"))
        .isCloseTo(Math.log(3), within(ROUNDING));
  }

  @Test
  void theFirstBatchOfEveryEvaluationStartsAfresh() {
    PreparedTask task = prepare("abababab", "abab", "abababab", new Characters(), 2);
    for (int repetition = 0; repetition < 2; repetition++) {
      List<Boolean> continues = new ArrayList<>();
      task.evaluate(
          Split.TEST,
          batch -> {
            continues.add(batch.continues());
            return constant(3, 0).predict(batch);
          },
          2);
      assertThat(continues).containsExactly(false, true);
    }
  }

  @Test
  void baselinesGetBetterOnTrainingText() {
    PreparedTask task =
        prepare("so it goes, so it went, and so on", "so it is", "go on", new Characters(), 5);

    List<Baseline> baselines = task.baselines();

    assertThat(baselines)
        .extracting(Baseline::name)
        .containsExactly("uniform", "unigram", "bigram");
    assertThat(baselines.get(0).metrics().get(Split.TEST).get("perplexity"))
        .isCloseTo(task.signature().outputs(), within(1e-10));
    double uniform = baselines.get(0).metrics().get(Split.TRAIN).get("nats");
    double unigram = baselines.get(1).metrics().get(Split.TRAIN).get("nats");
    double bigram = baselines.get(2).metrics().get(Split.TRAIN).get("nats");
    assertThat(unigram).isLessThan(uniform);
    assertThat(bigram).isLessThan(unigram);
    // The three smallest ids are <unk> and the two most frequent tokens.
    double uniformHits = baselines.get(0).metrics().get(Split.TRAIN).get("hits3");
    double unigramHits = baselines.get(1).metrics().get(Split.TRAIN).get("hits3");
    double bigramHits = baselines.get(2).metrics().get(Split.TRAIN).get("hits3");
    assertThat(unigramHits).isGreaterThan(uniformHits);
    assertThat(bigramHits).isGreaterThan(unigramHits);
  }

  @Test
  void aPartWithNothingToPredictIsRefused() {
    assertThatThrownBy(() -> prepare("abc", "ab", "a", new Characters(), 5))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the test part of the text has 1 token; predicting the next one takes at least 2 "
                + "tokens");
    assertThatThrownBy(() -> prepare("a b", "  ", "a b", new Words(false), 5))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the valid part of the text has 0 tokens; predicting the next one takes at least 2 "
                + "tokens");
  }

  @Test
  void impossibleStepsAreRefused() {
    assertThatThrownBy(
            () ->
                new LanguageModelling(
                    null, new Characters(), VocabularyLimits.NONE, Optional.empty(), 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("steps must be at least 1, got 0");
  }

  @Test
  void stepsAreLabelledByToken() {
    PreparedTask task = prepare("abcd", "abcd", "abcz", new Characters(), 2);
    List<Batch> batches = task.batches(Split.TEST, 1);
    assertThat(batches).extracting(Batch::continues).containsExactly(false, true);
    assertThat(task.labels(batches.get(0))).containsExactly("a", "b");
    assertThat(task.labels(batches.get(1))).containsExactly("c");
  }
}
