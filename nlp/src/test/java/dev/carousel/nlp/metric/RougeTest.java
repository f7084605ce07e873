package dev.carousel.nlp.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.nlp.token.AnyText;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(AnyText.class)
class RougeTest {
  private static final Rouge PLAIN = new Rouge(false);

  // Quotients of small numbers.
  private static final double ROUNDING = 1e-12;

  private static void assertAgreement(Rouge.Agreement agreement, double precision, double recall) {
    assertThat(agreement.precision()).isCloseTo(precision, within(ROUNDING));
    assertThat(agreement.recall()).isCloseTo(recall, within(ROUNDING));
    double sum = precision + recall;
    assertThat(agreement.f1())
        .isCloseTo(sum == 0 ? 0 : 2 * precision * recall / sum, within(ROUNDING));
  }

  @Test
  void storedPairsScoreAsByAnotherProgram() {
    List<List<String>> lines = Stored.lines("rouge.tsv");
    assertThat(lines).hasSizeGreaterThanOrEqualTo(40);
    for (List<String> line : lines) {
      Rouge rouge = new Rouge(Boolean.parseBoolean(line.get(2)));
      Rouge.Scores scores = rouge.score(line.get(0), line.get(1));
      int at = 3;
      for (Rouge.Agreement agreement : List.of(scores.rouge1(), scores.rouge2(), scores.rougeL())) {
        for (double figure :
            new double[] {agreement.precision(), agreement.recall(), agreement.f1()}) {
          assertThat(figure)
              .as("%s | %s", line.get(0), line.get(1))
              .isCloseTo(Double.parseDouble(line.get(at++)), within(ROUNDING));
        }
      }
    }
  }

  /** Lin 2004, section 3.1: S1 is the reference of S2, S3 and S4. */
  @Test
  void theExamplesOfThePaperScoreAsInThePaper() {
    String reference = "police killed the gunman";

    Rouge.Scores second = PLAIN.score("police kill the gunman", reference);
    Rouge.Scores third = PLAIN.score("the gunman kill police", reference);
    Rouge.Scores fourth = PLAIN.score("the gunman police killed", reference);

    assertAgreement(second.rougeL(), 3 / 4.0, 3 / 4.0);
    assertAgreement(third.rougeL(), 2 / 4.0, 2 / 4.0);
    assertAgreement(fourth.rougeL(), 2 / 4.0, 2 / 4.0);
    assertThat(second.rouge2()).isEqualTo(third.rouge2());
    assertThat(fourth.rouge2().f1()).isGreaterThan(third.rouge2().f1());
  }

  // By hand.

  @Test
  void wordsPairsAndSubsequencesAreCounted() {
    // the quick brown fox | the brown dog and the fox. Words in common: the, brown, fox, 3 of 4 and
    // of 6. Pairs: the-quick quick-brown brown-fox | the-brown brown-dog dog-and and-the the-fox,
    // none. Subsequence: the brown fox.
    Rouge.Scores scores = PLAIN.score("The quick, brown fox.", "the brown dog and the fox");

    assertAgreement(scores.rouge1(), 3 / 4.0, 3 / 6.0);
    assertAgreement(scores.rouge2(), 0, 0);
    assertAgreement(scores.rougeL(), 3 / 4.0, 3 / 6.0);
  }

  @Test
  void aRepeatedWordCountsAsOftenAsInBoth() {
    // a* a* a b* | a a c b: a twice and b; a-a* a-a a-b | a-a a-c c-b; a a b.
    Rouge.Scores scores = PLAIN.score("a a a b", "a a c b");

    assertAgreement(scores.rouge1(), 3 / 4.0, 3 / 4.0);
    assertAgreement(scores.rouge2(), 1 / 3.0, 1 / 3.0);
    assertAgreement(scores.rougeL(), 3 / 4.0, 3 / 4.0);
  }

  @Test
  void stemmingMakesFormsOfAWordOne() {
    // learned networks | learning network: stems learn and network.
    Rouge.Scores stemmed = new Rouge(true).score("learned networks", "learning network");

    assertAgreement(stemmed.rouge2(), 1, 1);
    assertThat(PLAIN.score("learned networks", "learning network").rouge1().f1()).isZero();
    // Three characters and fewer stay as they are.
    assertThat(new Rouge(true).score("was", "wa").rouge1().f1()).isZero();
  }

  @Test
  void anAccentSeparatesTokens() {
    // na ve | na: 1 of 2 and of 1.
    assertAgreement(PLAIN.score("naïve", "na").rouge1(), 1 / 2.0, 1);
  }

  @Test
  void nothingAgreesWithNothing() {
    for (String nothing : List.of("", " ", "!?", "日本")) {
      for (Rouge.Scores scores :
          List.of(
              PLAIN.score(nothing, "word"),
              PLAIN.score("word", nothing),
              PLAIN.score(nothing, nothing))) {
        assertAgreement(scores.rouge1(), 0, 0);
        assertAgreement(scores.rouge2(), 0, 0);
        assertAgreement(scores.rougeL(), 0, 0);
      }
    }
  }

  @Test
  void theReferenceWithTheBestWordsDecidesAboutAllFigures() {
    // Against the first: 3 words of 4, pair b-a alone; against the second 2 words, pair c-d.
    String hypothesis = "b a c d";
    Rouge.Scores best = PLAIN.best(hypothesis, List.of("c b a x", "c d y z"));

    assertThat(best).isEqualTo(PLAIN.score(hypothesis, "c b a x"));
    // Of equals the first, though the other has the longer subsequence.
    assertThat(PLAIN.best("a b", List.of("b a", "a b"))).isEqualTo(PLAIN.score("a b", "b a"));
    assertThatThrownBy(() -> PLAIN.best("a", List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a summary needs at least one reference");
  }

  @Property(tries = 300)
  void figuresAreFractionsAndPrecisionIsTheRecallOfTheOtherSide(
      @ForAll String some, @ForAll String others) {
    for (boolean stemming : new boolean[] {false, true}) {
      Rouge.Scores one = new Rouge(stemming).score(some, others);
      Rouge.Scores other = new Rouge(stemming).score(others, some);

      assertMirrored(one.rouge1(), other.rouge1());
      assertMirrored(one.rouge2(), other.rouge2());
      assertMirrored(one.rougeL(), other.rougeL());
      assertThat(one.rougeL().f1()).isLessThanOrEqualTo(one.rouge1().f1());
      double itself = new Rouge(stemming).score("x" + some, "x" + some).rougeL().f1();
      assertThat(itself).isEqualTo(1);
    }
  }

  private static void assertMirrored(Rouge.Agreement one, Rouge.Agreement other) {
    assertThat(one.f1()).isBetween(0.0, 1.0).isEqualTo(other.f1());
    assertThat(one.precision()).isBetween(0.0, 1.0).isEqualTo(other.recall());
    assertThat(one.recall()).isBetween(0.0, 1.0).isEqualTo(other.precision());
  }
}
