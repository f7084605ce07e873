package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VocabularyTest {
  private static List<String> tokens(Vocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::token).toList();
  }

  private static Vocabulary of(String text, VocabularyLimits limits, String... special) {
    return Vocabulary.of(Stream.of(text.split(" ")), List.of(special), limits);
  }

  @Test
  void frequentTokensComeFirst() {
    assertThat(tokens(of("b a c b b c", VocabularyLimits.NONE)))
        .containsExactly("<unk>", "b", "c", "a");
  }

  @Test
  void equallyFrequentTokensComeInCodePointOrder() {
    // As UTF-16 the emoji (d83d de00) would come before the last one (ff21); as code points after
    // it.
    assertThat(tokens(of("\ud83d\ude00 \uff21 a B aa A", VocabularyLimits.NONE)))
        .containsExactly("<unk>", "A", "B", "a", "aa", "\uff21", "\ud83d\ude00");
  }

  @Test
  void specialTokensComeFirstOnceAndInTheirOrder() {
    Vocabulary vocabulary = of("b a <pad> <unk> <unk>", VocabularyLimits.NONE, "<pad>", "<go>");

    assertThat(tokens(vocabulary)).containsExactly("<unk>", "<pad>", "<go>", "a", "b");
    assertThat(vocabulary.id("<pad>")).isEqualTo(1);
  }

  @Test
  void rareTokensAreUnknown() {
    Vocabulary vocabulary = of("a a a b b c", new VocabularyLimits(2, OptionalInt.empty()));

    assertThat(tokens(vocabulary)).containsExactly("<unk>", "a", "b");
    assertThat(vocabulary.encode(Stream.of("c", "a", "z"))).containsExactly(0, 1, 0);
    assertThat(vocabulary.decode(new int[] {0, 2})).containsExactly("<unk>", "b");
  }

  @Test
  void theMostFrequentTokensStay() {
    assertThat(tokens(of("a b b c c c", new VocabularyLimits(1, OptionalInt.of(3)))))
        .containsExactly("<unk>", "c", "b");
    assertThat(tokens(of("a b b c c c", new VocabularyLimits(1, OptionalInt.of(3)), "<go>")))
        .containsExactly("<unk>", "<go>", "c");
  }

  @Property
  void idsDoNotDependOnTheOrderOfTheText(
      @ForAll List<@IntRange(min = 0, max = 9) Integer> numbers, @ForAll Random random) {
    List<String> text = new ArrayList<>(numbers.stream().map(String::valueOf).toList());
    Vocabulary vocabulary = Vocabulary.of(text.stream(), List.of(), VocabularyLimits.NONE);
    Collections.shuffle(text, random);

    assertThat(tokens(Vocabulary.of(text.stream(), List.of(), VocabularyLimits.NONE)))
        .isEqualTo(tokens(vocabulary));
  }

  @Property
  void everyIdDecodesToItsToken(@ForAll List<String> text) {
    Vocabulary vocabulary = Vocabulary.of(text.stream(), List.of(), VocabularyLimits.NONE);

    assertThat(vocabulary.decode(vocabulary.encode(text.stream()))).isEqualTo(text);
    int[] all = IntStream.range(0, vocabulary.size()).toArray();
    assertThat(vocabulary.encode(Arrays.stream(all).mapToObj(vocabulary::token)))
        .containsExactly(all);
  }

  @Test
  void impossibleLimitsAreRefused() {
    assertThatThrownBy(() -> new VocabularyLimits(0, OptionalInt.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("minimumCount must be at least 1, got 0");
    assertThatThrownBy(() -> new VocabularyLimits(1, OptionalInt.of(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximumSize must be at least 2, or null for no limit; got 1");
    assertThatThrownBy(() -> of("a", new VocabularyLimits(1, OptionalInt.of(2)), "<pad>", "<go>"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maximumSize 2 has no room for the special tokens [<unk>, <pad>, <go>]");
  }

  @Test
  void moreTokensThanMemoryHoldsAreRefused() {
    assertThat(
            tokens(
                Vocabulary.of(
                    Stream.of("a", "b", "a"),
                    List.of(),
                    VocabularyLimits.NONE,
                    new TokenCounts(2))))
        .containsExactly("<unk>", "a", "b");
    assertThatThrownBy(
            () ->
                Vocabulary.of(
                    Stream.of("a", "b", "a", "c"),
                    List.of(),
                    VocabularyLimits.NONE,
                    new TokenCounts(2)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the training part has more than 2 different tokens, which is more than memory holds; "
                + "use a tokenizer with fewer, such as 'byte-pairs' or 'characters', less text, or "
                + "more memory (JAVA_OPTS=-Xmx…)");
  }

  @Test
  void aVocabularyOfAMillionTokensMustBeAskedFor() {
    Supplier<Stream<String>> text =
        () -> IntStream.range(0, Vocabulary.MOST_UNASKED).mapToObj(Integer::toString);

    assertThatThrownBy(() -> Vocabulary.of(text.get(), List.of(), VocabularyLimits.NONE))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "the vocabulary would have 1000001 tokens, which few models have memory for; give "
                + "vocabulary.maximumSize, or a larger vocabulary.minimumCount than 1");
    assertThat(
            Vocabulary.of(text.get(), List.of(), new VocabularyLimits(1, OptionalInt.of(2_000_000)))
                .size())
        .isEqualTo(1_000_001);
  }

  @Test
  void vocabulariesWithEqualTokensAreEqual() {
    assertThat(of("a b", VocabularyLimits.NONE))
        .isEqualTo(of("b a", VocabularyLimits.NONE))
        .hasSameHashCodeAs(of("b a", VocabularyLimits.NONE))
        .isNotEqualTo(of("a b b", VocabularyLimits.NONE))
        .hasToString("[<unk>, a, b]");
  }

  @Test
  void withoutAnUnknownTokenUnknownOnesAreRefused() {
    Vocabulary vocabulary = Vocabulary.numbered(List.of("a", "b"), OptionalInt.empty());

    assertThat(vocabulary.id("b")).isEqualTo(1);
    assertThat(vocabulary.contains("c")).isFalse();
    assertThatThrownBy(() -> vocabulary.id("c"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the vocabulary has no token 'c', and none for unknown ones");
  }
}
