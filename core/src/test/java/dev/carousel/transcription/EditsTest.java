package dev.carousel.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EditsTest {
  private static Edits characters(String reference, String hypothesis) {
    return Edits.between(Unit.CHARACTERS.of(reference), Unit.CHARACTERS.of(hypothesis));
  }

  @Test
  void countsEachKind() {
    assertThat(characters("kitten", "sitting")).isEqualTo(new Edits(2, 1, 0, 6));
    assertThat(characters("abc", "")).isEqualTo(new Edits(0, 0, 3, 3));
    assertThat(characters("", "abc")).isEqualTo(new Edits(0, 3, 0, 0));
    assertThat(characters("", "")).isEqualTo(Edits.NONE);
    assertThat(characters("abcd", "acd")).isEqualTo(new Edits(0, 0, 1, 4));
    // Two substitutions rather than an insertion and a deletion, which are as few.
    assertThat(characters("ab", "ba")).isEqualTo(new Edits(2, 0, 0, 2));
    // Here one of each is one fewer.
    assertThat(characters("abc", "bca")).isEqualTo(new Edits(0, 1, 1, 3));
  }

  /** By the definition, the shortest way over all first steps. */
  private static long distance(List<Integer> a, List<Integer> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.size() + b.size();
    }
    List<Integer> restOfA = a.subList(1, a.size());
    List<Integer> restOfB = b.subList(1, b.size());
    long replaced = distance(restOfA, restOfB) + (a.get(0).equals(b.get(0)) ? 0 : 1);
    return Math.min(replaced, 1 + Math.min(distance(restOfA, b), distance(a, restOfB)));
  }

  @Property(tries = 300)
  void theyAreTheFewestAndMakeTheLengthsMeet(
      @ForAll @Size(max = 6) List<@IntRange(max = 2) Integer> reference,
      @ForAll @Size(max = 6) List<@IntRange(max = 2) Integer> hypothesis) {
    Edits edits = Edits.between(reference, hypothesis);

    assertThat(edits.total()).isEqualTo(distance(reference, hypothesis));
    assertThat(edits.length()).isEqualTo(reference.size());
    assertThat(edits.insertions() - edits.deletions())
        .isEqualTo(hypothesis.size() - reference.size());
    assertThat(edits.substitutions()).isNotNegative();
    assertThat(edits.insertions()).isNotNegative();
    assertThat(edits.deletions()).isNotNegative();
    Edits back = Edits.between(hypothesis, reference);
    assertThat(back.substitutions()).isEqualTo(edits.substitutions());
    assertThat(back.insertions()).isEqualTo(edits.deletions());
  }

  private static final List<String> REFERENCES =
      List.of("the cat sat on the mat", "three four", "nine nine one", "ünï cödé", "a b c d");
  private static final List<String> HYPOTHESES =
      List.of("the cat sit on mat now", "", "nine one one one four", "üni code", "b a c d e");

  private static Edits corpus(Unit unit) {
    Edits sum = Edits.NONE;
    for (int i = 0; i < REFERENCES.size(); i++) {
      sum = sum.plus(Edits.between(unit.of(REFERENCES.get(i)), unit.of(HYPOTHESES.get(i))));
    }
    return sum;
  }

  /**
   * Figures of TorchMetrics 1.9.0, word_error_rate(HYPOTHESES, REFERENCES) and char_error_rate, in
   * floats.
   */
  @Test
  void aCorpusAgreesWithTorchMetrics() {
    assertThat(corpus(Unit.WORDS).rate()).isCloseTo(0.7647058963775635, within(1e-7));
    assertThat(corpus(Unit.CHARACTERS).rate()).isCloseTo(0.550000011920929, within(1e-7));
    assertThat(corpus(Unit.WORDS)).isEqualTo(new Edits(8, 3, 2, 17));
  }

  @Test
  void ratesMayExceedOne() {
    assertThat(characters("a", "bcd").rate()).isEqualTo(3);
    assertThat(characters("", "bcd").rate()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(characters("", "").rate()).isZero();
    assertThat(characters("", "ab").plus(characters("abcd", "abcd")).rate()).isEqualTo(0.5);
  }

  @Test
  void unitsOfATextAreItsWordsOrCodePoints() {
    assertThat(Unit.WORDS.of("  two \t words\n")).containsExactly("two", "words");
    assertThat(Unit.WORDS.of("  ")).isEmpty();
    assertThat(Unit.CHARACTERS.of("a 𝄞")).containsExactly("a", " ", "𝄞");
    assertThat(Unit.WORDS.joined(List.of("two", "words"))).isEqualTo("two words");
    assertThat(Unit.CHARACTERS.joined(List.of("a", " ", "𝄞"))).isEqualTo("a 𝄞");
  }
}
