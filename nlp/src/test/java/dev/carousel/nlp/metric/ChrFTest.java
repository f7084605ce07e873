package dev.carousel.nlp.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.nlp.token.AnyText;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.domains.Domain;
import org.junit.jupiter.api.Test;

@Domain(AnyText.class)
class ChrFTest {
  // Means of a few doubles of size 100.
  private static final double ROUNDING = 1e-9;

  private static double chrf(String hypothesis, String... references) {
    return ChrF.score(List.of(hypothesis), List.of(List.of(references)));
  }

  private static double f2(double precision, double recall) {
    return 100 * 5 * precision * recall / (4 * precision + recall);
  }

  /** The examples of sacreBLEU's own tests (test/test_chrf.py) that do not depend on beta. */
  @Test
  void publishedExamplesScoreAsPublished() {
    assertThat(chrf("a", "a")).isCloseTo(100, within(ROUNDING));
    assertThat(chrf("", "reference")).isZero();
    assertThat(chrf("a b c", "abc")).isCloseTo(100, within(ROUNDING));
    assertThat(chrf("", "c")).isZero();
    assertThat(ChrF.score(List.of("a", "b"), List.of(List.of("a"), List.of("c"))))
        .isCloseTo(50, within(ROUNDING));
    assertThat(chrf("aa", "ab")).isCloseTo(25, within(ROUNDING));
  }

  // By hand; stored cases of sacreBLEU are in BleuTest.

  @Test
  void precisionAndRecallAreAveragedOverLengths() {
    // abcd against abce: 3/4 a b c, 2/3 ab bc, 1/2 abc, 0/1; both sides alike.
    double mean = (3 / 4.0 + 2 / 3.0 + 1 / 2.0) / 4;
    assertThat(chrf("abcd", "abce")).isCloseTo(f2(mean, mean), within(ROUNDING));
  }

  @Test
  void recallCountsMore() {
    // ab against abcd: n = 1: 2 of 2 and of 4; n = 2: ab, 1 of 1 and of 3; longer ones only the
    // reference has.
    assertThat(chrf("ab", "abcd")).isCloseTo(f2(1, (2 / 4.0 + 1 / 3.0) / 2), within(ROUNDING));
    assertThat(chrf("abcd", "ab")).isCloseTo(f2((2 / 4.0 + 1 / 3.0) / 2, 1), within(ROUNDING));
  }

  @Test
  void aRepeatedCharacterCountsAsOftenAsInBoth() {
    // aaa against aa: 2 of 3 and of 2; aa: 1 of 2 and of 1.
    assertThat(chrf("aaa", "aa")).isCloseTo(f2((2 / 3.0 + 1 / 2.0) / 2, 1), within(ROUNDING));
  }

  @Test
  void charactersAreCodePoints() {
    // Two faces that share their first half as UTF-16: nothing in common.
    assertThat(chrf("\ud83d\ude00", "\ud83d\ude01")).isZero();
  }

  @Test
  void theBestReferenceCounts() {
    assertThat(chrf("abc", "xyz", "abc", "abd")).isCloseTo(100, within(ROUNDING));
  }

  @Test
  void spacesDoNotCount() {
    assertThat(chrf("to day\u3000is", "today is\n")).isCloseTo(100, within(ROUNDING));
  }

  @Test
  void theSignatureSaysHowItWasComputed() {
    assertThat(ChrF.signature(List.of(List.of("a"), List.of("b", "c"))))
        .isEqualTo("nrefs:var|case:mixed|eff:yes|nc:6|nw:0|space:no|version:carousel-as-2.6.0");
  }

  @Property(tries = 300)
  void theScoreIsAPercentage(@ForAll String hypothesis, @ForAll String reference) {
    double score = chrf(hypothesis, reference);

    assertThat(score).isBetween(0.0, 100 + ROUNDING);
    // Nothing, and nothing but white space, has nothing in common with itself.
    boolean empty = Segments.words(hypothesis).isEmpty();
    assertThat(chrf(hypothesis, hypothesis)).isCloseTo(empty ? 0 : 100, within(ROUNDING));
    assertThat(chrf(hypothesis, reference, reference)).isEqualTo(score);
  }
}
