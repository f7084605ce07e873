package dev.carousel.nlp.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.nlp.token.AnyText;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

class BleuTest {
  private static final Bleu SPACED = new Bleu(BleuTokenization.NONE, false);

  // Products and logs of a few doubles of size 100.
  private static final double ROUNDING = 1e-9;

  private static Bleu.Score score(Bleu bleu, String hypothesis, String... references) {
    return bleu.score(List.of(hypothesis), List.of(List.of(references)));
  }

  private static double bleu(String hypothesis, String... references) {
    return score(SPACED, hypothesis, references).bleu();
  }

  @Test
  void storedCorporaScoreAsBySacreBleu() {
    List<List<String>> lines = Stored.lines("sacrebleu-corpora.tsv");
    int corpora = 0;
    for (int at = 0; at < lines.size(); ) {
      List<String> corpus = lines.get(at++);
      List<String> hypotheses = new ArrayList<>();
      List<List<String>> references = new ArrayList<>();
      for (; at < lines.size() && lines.get(at).get(0).equals("sentence"); at++) {
        hypotheses.add(lines.get(at).get(1));
        references.add(lines.get(at).subList(2, lines.get(at).size()));
      }
      BleuTokenization tokenization =
          corpus.get(1).equals("13a") ? BleuTokenization.MTEVAL_13A : BleuTokenization.NONE;
      Bleu bleu = new Bleu(tokenization, Boolean.parseBoolean(corpus.get(2)));

      Bleu.Score score = bleu.score(hypotheses, references);

      String name = "corpus " + ++corpora;
      assertThat(score.bleu())
          .as(name)
          .isCloseTo(Double.parseDouble(corpus.get(3)), within(ROUNDING));
      assertThat(score.brevityPenalty())
          .as(name)
          .isCloseTo(Double.parseDouble(corpus.get(4)), within(ROUNDING));
      assertThat(score.hypothesisLength()).as(name).isEqualTo(Integer.parseInt(corpus.get(5)));
      assertThat(score.referenceLength()).as(name).isEqualTo(Integer.parseInt(corpus.get(6)));
      assertThat(score.signature())
          .isEqualTo(corpus.get(7).replace("version:2.6.0", "version:carousel-as-2.6.0"));
      assertThat(ChrF.score(hypotheses, references))
          .as(name)
          .isCloseTo(Double.parseDouble(corpus.get(8)), within(ROUNDING));
      assertThat(ChrF.signature(references))
          .isEqualTo(corpus.get(9).replace("version:2.6.0", "version:carousel-as-2.6.0"));
    }
    assertThat(corpora).isGreaterThan(40);
  }

  /** The examples of sacreBLEU's own tests (test/test_bleu.py) and of its README. */
  @Test
  void publishedExamplesScoreAsPublished() {
    List<String> hypotheses =
        List.of("The dog bit the man.", "It wasn't surprising.", "The man had just bitten him.");
    List<List<String>> references =
        List.of(
            List.of("The dog bit the man.", "The dog had bit the man."),
            List.of("It was not unexpected.", "No one was surprised."),
            List.of("The man bit him first.", "The man had bitten the dog."));

    // As many digits as they are given with.
    assertThat(Bleu.DEFAULT.score(hypotheses, references).bleu())
        .isCloseTo(48.530827, within(1e-6));
    assertThat(SPACED.score(hypotheses, references).bleu()).isCloseTo(49.1919566, within(1e-6));
    assertThat(Bleu.DEFAULT.score(List.of("", "", ""), references).bleu()).isZero();
  }

  @Test
  void theSignatureSaysHowItWasComputed() {
    assertThat(score(Bleu.DEFAULT, "a", "b", "c").signature())
        .isEqualTo("nrefs:2|case:mixed|eff:no|tok:13a|smooth:exp|version:carousel-as-2.6.0");
    assertThat(score(new Bleu(BleuTokenization.NONE, true), "a", "b").signature())
        .isEqualTo("nrefs:1|case:lc|eff:no|tok:none|smooth:exp|version:carousel-as-2.6.0");
  }

  // By hand. Hypothesis and reference n-grams, common ones marked *.

  @Test
  void oneWordWrongInFive() {
    // the* cat* sat* on* mats: 4/5; the-cat* cat-sat* sat-on* on-mats: 3/4;
    // the-cat-sat* cat-sat-on* sat-on-mats: 2/3; the-cat-sat-on* cat-sat-on-mats: 1/2.
    // Equal lengths: no penalty.
    assertThat(bleu("the cat sat on mats", "the cat sat on it"))
        .isCloseTo(
            100 * Math.pow(4 / 5.0 * (3 / 4.0) * (2 / 3.0) * (1 / 2.0), 0.25), within(ROUNDING));
  }

  @Test
  void aShortHypothesisIsPenalised() {
    // All n-grams of "a b c d" are in "a b c d e f g h": 4/4, 3/3, 2/2, 1/1; e^(1 - 8/4).
    Bleu.Score score = score(SPACED, "a b c d", "a b c d e f g h");

    assertThat(score.brevityPenalty()).isCloseTo(Math.exp(-1), within(ROUNDING));
    assertThat(score.bleu()).isCloseTo(100 * Math.exp(-1), within(ROUNDING));
  }

  @Test
  void aWordCountsAsOftenAsInTheReferenceThatHasItMost() {
    // Papineni et al.: "the" seven times against references with two and one: 2/7. the-the occurs
    // in no reference, nor does anything longer: 1/(2·6), 1/(4·5), 1/(8·4). The reference of 7
    // words is closest: no penalty.
    Bleu.Score score =
        score(
            SPACED,
            "the the the the the the the",
            "the cat is on the mat",
            "there is a cat on the mat");

    assertThat(score.referenceLength()).isEqualTo(7);
    assertThat(score.precisions())
        .usingElementComparator((a, b) -> Math.abs(a - b) < ROUNDING ? 0 : 1)
        .containsExactly(200 / 7.0, 100 / 12.0, 100 / 20.0, 100 / 32.0);
    assertThat(score.bleu())
        .isCloseTo(100 * Math.pow(2 / 7.0 / 12 / 20 / 32, 0.25), within(ROUNDING));
  }

  @Test
  void missingLengthsAreSmoothedByHalvesOneAfterTheOther() {
    // a* x b* c* d: 3/5; a-x x-b b-c* c-d: 1/4; three 3-grams, none common: 1/(2·3); two 4-grams,
    // none common: 1/(4·2).
    assertThat(bleu("a x b c d", "a b c y z"))
        .isCloseTo(
            100 * Math.pow(3 / 5.0 * (1 / 4.0) * (1 / 6.0) * (1 / 8.0), 0.25), within(ROUNDING));
  }

  @Test
  void countsAreAddedUpOverSentences() {
    // "a b c d e" against itself: 5/5 4/4 3/3 2/2. "v w x y" against "v w u y": v* w* x y* 3/4,
    // v-w* w-x x-y 1/3, 0/2, 0/1. Together 8/9, 5/7, 3/5, 2/3.
    Bleu.Score score =
        SPACED.score(
            List.of("a b c d e", "v w x y"), List.of(List.of("a b c d e"), List.of("v w u y")));

    assertThat(score.bleu())
        .isCloseTo(
            100 * Math.pow(8 / 9.0 * (5 / 7.0) * (3 / 5.0) * (2 / 3.0), 0.25), within(ROUNDING));
  }

  @Test
  void ofEquallyCloseLengthsTheShorterCounts() {
    // 3 words, references of 4 and 2: both are 1 away.
    assertThat(score(SPACED, "a b c", "a b c d", "a b").referenceLength()).isEqualTo(2);
    assertThat(score(SPACED, "a b c", "a b", "a b c d").referenceLength()).isEqualTo(2);
  }

  @Test
  void marksAreWordsOfTheirOwn() {
    // Cut: "Yes , it is ." and "Yes it is .". Yes* ","  it* is* .*: 4/5; it-is* is-.*: 2/4;
    // it-is-.*: 1/3; 0/2 → 1/(2·2). 5 words against 4: no penalty.
    assertThat(score(Bleu.DEFAULT, "Yes, it is.", "Yes it is.").bleu())
        .isCloseTo(
            100 * Math.pow(4 / 5.0 * (2 / 4.0) * (1 / 3.0) * (1 / 4.0), 0.25), within(ROUNDING));
  }

  @Test
  void caseIsIgnoredOnlyIfAskedFor() {
    Bleu lower = new Bleu(BleuTokenization.MTEVAL_13A, true);

    assertThat(score(lower, "A Big Red Dog", "a big red dog").bleu())
        .isCloseTo(100, within(ROUNDING));
    assertThat(score(Bleu.DEFAULT, "A Big Red Dog", "a big red dog").bleu()).isZero();
  }

  @Test
  void aCorpusWithoutLongNgramsHasAScoreOfZero() {
    assertThat(bleu("a b c", "a b c")).isZero();
    assertThat(bleu("", "")).isZero();
    assertThat(bleu("a b c d", "")).isZero();
  }

  @Property(tries = 200)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void theScoreIsAPercentage(@ForAll String hypothesis, @ForAll String reference) {
    for (BleuTokenization tokenization : BleuTokenization.values()) {
      Bleu.Score score = score(new Bleu(tokenization, true), hypothesis, reference);

      assertThat(score.bleu()).isBetween(0.0, 100 + ROUNDING);
      boolean whole = score.hypothesisLength() >= 4;
      assertThat(score(new Bleu(tokenization, true), hypothesis, reference, hypothesis).bleu())
          .isCloseTo(whole ? 100 : 0, within(ROUNDING));
    }
  }

  @Property(tries = 100)
  @Domain(AnyText.class)
  @Domain(DomainContext.Global.class)
  void theOrderOfSentencesAndReferencesDoesNotMatter(
      @ForAll @Size(min = 2, max = 6) List<String> texts) {
    List<String> others = new ArrayList<>(texts);
    Collections.reverse(others);
    List<List<String>> references = new ArrayList<>();
    List<List<String>> swapped = new ArrayList<>();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      order.add(i);
      references.add(List.of(others.get(i), "a b c d"));
      swapped.add(List.of("a b c d", others.get(i)));
    }
    Collections.shuffle(order, new Random(texts.hashCode()));

    double score = Bleu.DEFAULT.score(texts, references).bleu();

    assertThat(
            Bleu.DEFAULT
                .score(
                    order.stream().map(texts::get).toList(),
                    order.stream().map(swapped::get).toList())
                .bleu())
        .isCloseTo(score, within(ROUNDING));
  }

  @Test
  void whatCannotBeScoredIsRefused() {
    assertRefused(List.of(), List.of(), "there is no hypothesis to score");
    assertRefused(List.of("a"), List.of(), "1 hypotheses, but references of 0");
    assertRefused(
        List.of("a", "b"), List.of(List.of("a"), List.of()), "hypothesis 2 has no reference");
  }

  private static void assertRefused(
      List<String> hypotheses, List<List<String>> references, String message) {
    assertThatThrownBy(() -> Bleu.DEFAULT.score(hypotheses, references))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
    assertThatThrownBy(() -> ChrF.score(hypotheses, references))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
