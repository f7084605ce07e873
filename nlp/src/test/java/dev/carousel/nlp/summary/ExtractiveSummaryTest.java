package dev.carousel.nlp.summary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.exhibit.Quotations;
import dev.carousel.loss.BinaryCrossEntropy;
import dev.carousel.nlp.metric.Rouge;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.Folder;
import dev.carousel.nlp.text.document.Document;
import dev.carousel.nlp.text.document.DocumentSource;
import dev.carousel.nlp.text.document.SummaryJsonLines;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

class ExtractiveSummaryTest {
  private static final DataFolders NO_FOLDERS = new DataFolders(List.of());

  // Sums of a few floats and fractions.
  private static final double ROUNDING = 1e-6;

  private static final List<Document> DOCUMENTS =
      List.of(
          new Document(
              List.of("many networks exist", "we measure gated networks", "thanks all"),
              List.of("gated networks are measured", "we measure gated networks here")),
          new Document(List.of("only this one"), List.of("only that")),
          new Document(
              List.of("a b c d", "x y", "c d e f g h", "q r"), List.of("c d e f", "nothing")));

  private static ExtractiveSummary task(int sentences, SentenceTargets target) {
    DocumentSource source =
        folders ->
            new Corpus<>(
                Map.of(Split.TRAIN, DOCUMENTS, Split.VALID, DOCUMENTS, Split.TEST, DOCUMENTS),
                List.of());
    return new ExtractiveSummary(
        source,
        new Whitespace(false),
        VocabularyLimits.NONE,
        Optional.empty(),
        OptionalInt.of(5),
        sentences,
        target);
  }

  private static PreparedTask prepare(int sentences) {
    return task(sentences, SentenceTargets.ORACLE).prepare(NO_FOLDERS, 1);
  }

  /** Gives the targets as logits, and nonsense where there is padding. */
  private static float[] oracle(Batch batch) {
    Targets.Values targets = (Targets.Values) batch.targets();
    float[] logits = targets.values().clone();
    for (int row = 0; row < logits.length; row++) {
      logits[row] = targets.weights()[row] == 0 ? 100 : logits[row];
    }
    return logits;
  }

  @Test
  void sentencesAreTheStepsOfADocument() {
    PreparedTask task = prepare(1);
    // many networks exist we measure gated thanks all only this one a b c d x y e f g h q r; c d
    // twice: cut to 5 tokens, h still counts; and the unknown token.
    int vocabulary = task.signature().input().size();
    assertThat(task.signature())
        .isEqualTo(new Signature(new Signature.Nested(new Signature.Tokens(vocabulary)), 1, true));
    assertThat(task.loss()).isEqualTo(new BinaryCrossEntropy());
    assertThat(task.metrics())
        .containsExactly(
            new Metric("rouge", false),
            new Metric("rouge1", false),
            new Metric("rouge2", false),
            new Metric("rougeL", false),
            new Metric("rouge1Low", false),
            new Metric("rouge1High", false),
            new Metric("rougeLLow", false),
            new Metric("rougeLHigh", false));
    Batch batch = task.batches(Split.TEST, 2).get(0);
    assertThat(batch.lengths()).containsExactly(1, 3);
    Batch parts = ((Inputs.Nested) batch.inputs()).parts();
    assertThat(parts.lengths()).containsExactly(3, 3, 1, 4, 1, 2);
    Targets.Values targets = (Targets.Values) batch.targets();
    assertThat(targets.values()).containsExactly(1, 0, 0, 1, 0, 0);
    assertThat(targets.weights()).containsExactly(1, 1, 0, 1, 0, 1);
    assertThat(task.labels(batch.sequence(1)))
        .containsExactly("many networks exist", "we measure gated networks", "thanks all");
    assertThat(task.labels(parts.sequence(3)))
        .containsExactly("we", "measure", "gated", "networks");
    Batch longest = task.batches(Split.TEST, 1).get(2);
    assertThat(((Inputs.Nested) longest.inputs()).parts().lengths()).containsExactly(4, 2, 5, 2);
  }

  @Test
  void everyDocumentIsTakenOnceAnEpoch() {
    int rows = 0;
    for (Batch batch : prepare(1).trainingBatches(2, new RandomStream(2))) {
      rows += batch.rows();
    }
    assertThat(rows).isEqualTo(3);
  }

  @Test
  void anOracleReachesTheOracle() {
    for (int sentences : new int[] {1, 2, 10}) {
      PreparedTask task = prepare(sentences);
      Map<String, Double> oracle = baseline(task, "oracle");
      for (int batchSize : new int[] {1, 2, 50}) {
        assertThat(task.evaluate(Split.TEST, ExtractiveSummaryTest::oracle, batchSize))
            .containsOnlyKeys(
                "rouge",
                "rouge1",
                "rouge2",
                "rougeL",
                "rouge1Low",
                "rouge1High",
                "rougeLLow",
                "rougeLHigh")
            .allSatisfy(
                (name, value) -> assertThat(value).isCloseTo(oracle.get(name), within(ROUNDING)));
      }
      assertThat(oracle.get("rouge"))
          .isGreaterThanOrEqualTo(baseline(task, "first").get("rouge"))
          .isGreaterThanOrEqualTo(baseline(task, "last").get("rouge"))
          .isGreaterThanOrEqualTo(baseline(task, "longest").get("rouge"));
    }
  }

  private static Map<String, Double> baseline(PreparedTask task, String name) {
    return task.baselines().stream()
        .filter(baseline -> baseline.name().equals(name))
        .findFirst()
        .orElseThrow()
        .metrics()
        .get(Split.TEST);
  }

  @Test
  void summariesAreShownBesideDocumentsAndReferences() {
    Quotations shown = (Quotations) prepare(1).exhibits(ExtractiveSummaryTest::oracle, 2).get(0);
    assertThat(shown.rows())
        .containsExactly(
            List.of(
                "many networks exist we measure gated networks thanks all",
                "we measure gated networks",
                "gated networks are measured"),
            List.of("only this one", "only this one", "only that"),
            List.of("a b c d x y c d e f g h q r", "c d e f g h", "c d e f"));
  }

  @Test
  void constantsAreTheFirstSentence() {
    PreparedTask task = prepare(1);
    Predictor constant = batch -> new float[batch.steps() * batch.rows()];

    assertThat(task.evaluate(Split.TEST, constant, 2)).isEqualTo(baseline(task, "first"));
    // "only this one" against "only that": 1 common of 3 and 2 words, F1 = 2/5. "many networks
    // exist" against "gated networks are measured": 2/7. "a b c d" against "c d e f": 4/8.
    assertThat(baseline(task, "first").get("rouge1"))
        .isCloseTo((0.4 + 2.0 / 7 + 0.5) / 3, within(ROUNDING));
    // No pair, no pair, "c d": 2·1/(3 + 3).
    assertThat(baseline(task, "first").get("rouge2")).isCloseTo(1.0 / 3 / 3, within(ROUNDING));
    // "thanks all" and "q r" have nothing in common with their references.
    assertThat(baseline(task, "last").get("rouge1")).isCloseTo(0.4 / 3, within(ROUNDING));
    // 8/9, 2/5 and, of "c d e f g h", 8/10.
    assertThat(baseline(task, "longest").get("rouge1"))
        .isCloseTo((8.0 / 9 + 0.4 + 0.8) / 3, within(ROUNDING));
    assertThat(baseline(task, "oracle")).isEqualTo(baseline(task, "longest"));
  }

  @Test
  void severalSentencesStandInTheOrderOfTheDocument() {
    Document document = new Document(List.of("e f", "noise", "a b", "c d"), List.of("a b c d e f"));
    // Equally good alone; the second is the first of those that add as much to the first.
    assertThat(Extract.oracle(document, 2)).containsExactly(0, 2);
    assertThat(Extract.text(document.sentences(), new int[] {0, 3})).isEqualTo("e f c d");
    assertThat(Extract.greatest(4, n -> n == 1 ? 1.0 : 0.0, 3)).containsExactly(0, 1, 2);
    assertThat(Extract.oracle(document, 9)).containsExactly(0, 1, 2, 3);
  }

  @Test
  void gradedTargetsTellNearMisses() {
    Document document = DOCUMENTS.get(2);
    float[] graded = SentenceTargets.GRADED.of(document, 1);
    assertThat(graded[2]).isEqualTo(1);
    assertThat(graded[0]).isBetween(0.3f, 0.9f);
    assertThat(graded[1]).isZero();
    assertThat(SentenceTargets.ORACLE.of(document, 1)).containsExactly(0, 0, 1, 0);
    assertThat(SentenceTargets.GRADED.of(DOCUMENTS.get(1), 1)).containsExactly(1);

    PreparedTask task = task(1, SentenceTargets.GRADED).prepare(NO_FOLDERS, 1);
    assertThat(task.evaluate(Split.TEST, ExtractiveSummaryTest::oracle, 2))
        .isEqualTo(baseline(task, "oracle"));
  }

  @Test
  void impossibleLimitsAreRefused() {
    assertThatThrownBy(() -> task(0, SentenceTargets.ORACLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sentences must be at least 1, got 0");
  }

  @Test
  void modelsAreAskedWithoutTheData() {
    PreparedTask task = prepare(1);
    SummaryServing serving =
        (SummaryServing)
            new ExtractiveSummary(
                    null,
                    null,
                    null,
                    Optional.empty(),
                    OptionalInt.of(5),
                    2,
                    SentenceTargets.ORACLE)
                .serving(task.assets());
    assertThat(serving.signature()).isEqualTo(task.signature());
    // The longer a sentence, the better.
    var service =
        serving.service(
            batch -> {
              int[] lengths = ((Inputs.Nested) batch.inputs()).parts().lengths();
              float[] logits = new float[lengths.length];
              for (int row = 0; row < lengths.length; row++) {
                logits[row] = lengths[row] - 2;
              }
              return logits;
            });
    List<Map<String, Object>> requests = new ArrayList<>();
    requests.add(Map.of("text", "We do this. It is new, too! Why? \u05e9\u05dc\u05d5\u05dd."));
    for (int i = 0; i < 40; i++) {
      requests.add(Map.of("sentences", List.of("a b", "a")));
    }

    List<Map<String, Object>> replies = service.answer(requests);

    assertThat(replies).hasSize(41);
    assertThat(replies.get(0))
        .containsEntry("summary", "We do this. It is new, too!")
        .containsEntry("sentences", List.of(0, 1))
        .containsOnlyKeys("summary", "sentences", "scores");
    assertThat((List<?>) replies.get(0).get("scores")).hasSize(4);
    assertThat(replies.get(40).get("scores")).isEqualTo(List.of(0.5, 1 / (1 + Math.exp(1))));
    assertThatThrownBy(() -> service.answer(List.of(Map.of("text", " "))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("there is no sentence in 'text'; it is empty");
    assertThatThrownBy(
            () -> service.answer(List.of(Map.of("text", "a", "sentences", List.of("a")))))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("'text' and 'sentences' are both given; give one of them");
  }

  @Test
  void scitldr() {
    Assumptions.assumeTrue(
        Folder.shared().isPresent(), "no folder shared/data beside the repository");
    PreparedTask task =
        new ExtractiveSummary(
                new SummaryJsonLines(
                    "scitldr/train.jsonl",
                    "scitldr/dev.jsonl",
                    "scitldr/test.jsonl",
                    "source",
                    "target",
                    Optional.empty(),
                    Optional.empty()),
                new Whitespace(false),
                new VocabularyLimits(2, OptionalInt.empty()),
                Optional.empty(),
                OptionalInt.of(60),
                1,
                SentenceTargets.ORACLE)
            .prepare(Folder.shared().orElseThrow(), 1);

    // In percent, as docs/text.md states them.
    Map<String, List<Double>> stated =
        Map.of(
            "first", List.of(31.29, 11.42, 24.08),
            "last", List.of(24.59, 4.95, 17.74),
            "longest", List.of(30.81, 8.40, 21.75),
            "oracle", List.of(48.65, 27.58, 41.05));
    for (Baseline baseline : task.baselines()) {
      Map<String, Double> figures = baseline.metrics().get(Split.TEST);
      List<Double> rouge =
          Stream.of("rouge1", "rouge2", "rougeL")
              .map(name -> Math.round(1e4 * figures.get(name)) / 100.0)
              .toList();
      assertThat(rouge).as(baseline.name()).isEqualTo(stated.get(baseline.name()));
    }
    int documents = 0;
    for (Batch batch : task.trainingBatches(32, new RandomStream(1))) {
      documents += batch.rows();
    }
    assertThat(documents).isEqualTo(1992);
  }

  /** Without stemming, which a separate program in another language lacks. */
  @Test
  void firstSentencesOfScitldrAreAsASeparateProgramScoresThem() {
    Assumptions.assumeTrue(
        Folder.shared().isPresent(), "no folder shared/data beside the repository");
    List<Document> documents =
        new SummaryJsonLines(
                "scitldr/train.jsonl",
                "scitldr/dev.jsonl",
                "scitldr/test.jsonl",
                "source",
                "target",
                Optional.empty(),
                Optional.empty())
            .read(Folder.shared().orElseThrow())
            .part(Split.TEST);
    double rouge1 = 0;
    double rouge2 = 0;
    double rougeL = 0;
    for (Document document : documents) {
      Rouge.Scores scores =
          new Rouge(false).best(document.sentences().get(0), document.references());
      rouge1 += scores.rouge1().f1();
      rouge2 += scores.rouge2().f1();
      rougeL += scores.rougeL().f1();
    }
    // It prints two decimals.
    assertThat(100 * rouge1 / documents.size()).isCloseTo(28.24, within(0.005));
    assertThat(100 * rouge2 / documents.size()).isCloseTo(10.45, within(0.005));
    assertThat(100 * rougeL / documents.size()).isCloseTo(22.35, within(0.005));
  }
}
