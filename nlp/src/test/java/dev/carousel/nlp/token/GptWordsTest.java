package dev.carousel.nlp.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;
import org.junit.jupiter.api.Test;

class GptWordsTest {
  private static final Pattern PUBLISHED =
      Pattern.compile(
          "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
          Pattern.UNICODE_CHARACTER_CLASS);

  private static void assertAsPublished(String text) {
    assertThat(GptWords.of(text).map(Piece::token))
        .containsExactlyElementsOf(
            PUBLISHED.matcher(text).results().map(MatchResult::group).toList());
  }

  /** Up to U+2FFF only what Java 17 knows as ICU does, which is all that Unicode 13 has. */
  @Property
  @Domain(AnyText.class)
  void wordsAreThoseOfTheRegularExpression(@ForAll String text) {
    assertAsPublished(
        text.codePoints()
            .filter(Character::isDefined)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString());
  }

  @Property
  @Domain(DomainContext.Global.class)
  void endingsAndSpacesAreThoseOfTheRegularExpression(
      @ForAll
          @Chars({'\'', ' ', '\n', '\u00a0', '1', '.'})
          @CharRange(from = 'd', to = 'e')
          @CharRange(from = 'l', to = 'm')
          @CharRange(from = 'r', to = 't')
          @StringLength(max = 20)
          String text) {
    assertAsPublished(text);
  }

  @Test
  void theSpaceBeforeAWordIsPartOfIt() {
    assertThat(GptWords.of("He'll pay  $3.50,\n\n not'ven x2 ").map(Piece::token))
        .containsExactly(
            "He", "'ll", " pay", " ", " $", "3", ".", "50", ",", "\n\n", " not", "'ve", "n", " x",
            "2", " ");
  }
}
