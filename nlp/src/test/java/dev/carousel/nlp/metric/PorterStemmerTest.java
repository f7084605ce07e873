package dev.carousel.nlp.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.LowerChars;
import org.junit.jupiter.api.Test;

class PorterStemmerTest {
  @Test
  void storedWordsHaveTheStemsOfNltk() {
    List<List<String>> lines = Stored.lines("nltk-stems.tsv");

    assertThat(lines).hasSizeGreaterThan(200);
    assertThat(lines)
        .allSatisfy(
            line ->
                assertThat(PorterStemmer.stem(line.get(0))).as(line.get(0)).isEqualTo(line.get(1)));
  }

  @Property
  void aStemIsHardlyEverLonger(@ForAll @LowerChars String word) {
    assertThat(PorterStemmer.stem(word).length()).isLessThanOrEqualTo(word.length());
  }

  @Property
  void wordsOfOneOrTwoLettersStay(@ForAll @AlphaChars char first, @ForAll @AlphaChars char second) {
    String word = ("" + first + second).toLowerCase(Locale.ROOT);

    assertThat(PorterStemmer.stem(word)).isEqualTo(word);
  }

  @Test
  void aLongWordTakesNoLongerThanItsLength() {
    assertThat(PorterStemmer.stem("y".repeat(100_000))).hasSizeGreaterThan(99_990);
  }
}
