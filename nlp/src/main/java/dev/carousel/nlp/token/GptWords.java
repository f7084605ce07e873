package dev.carousel.nlp.token;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UCharacterCategory;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The words that GPT-2 (Radford et al., 2019) cuts a text into; together they are the text. This is
 * what the regular expression
 *
 * <pre>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</pre>
 *
 * finds, but with the character classes of ICU: those of regular expressions change with the
 * version of Java, and a codec would change with them.
 */
final class GptWords {
  private static final List<String> ENDINGS = List.of("'s", "'t", "'re", "'ve", "'m", "'ll", "'d");

  private enum Kind {
    LETTER,
    NUMBER,
    SPACE,
    OTHER
  }

  private GptWords() {}

  /** The words of a text in order. */
  static Stream<Piece> of(String text) {
    return Stream.iterate(word(text, 0), Objects::nonNull, before -> word(text, before.end()));
  }

  /** The word that begins at a place; null at the text's end. */
  private static Piece word(String text, int start) {
    if (start == text.length()) {
      return null;
    }
    int end = end(text, start);
    return new Piece(text.substring(start, end), start, end);
  }

  private static int end(String text, int start) {
    for (String ending : ENDINGS) {
      if (text.startsWith(ending, start)) {
        return start + ending.length();
      }
    }
    int first = start;
    if (text.charAt(start) == ' '
        && start + 1 < text.length()
        && kind(text.codePointAt(start + 1)) != Kind.SPACE) {
      first = start + 1;
    }
    Kind kind = kind(text.codePointAt(first));
    int end = first;
    while (end < text.length() && kind(text.codePointAt(end)) == kind) {
      end += Character.charCount(text.codePointAt(end));
    }
    // The last of several spaces is left to the word after them.
    boolean leavesOne = kind == Kind.SPACE && end < text.length() && end - start > 1;
    return leavesOne ? end - 1 : end;
  }

  private static Kind kind(int character) {
    if (UCharacter.isUWhiteSpace(character)) {
      return Kind.SPACE;
    }
    return switch (UCharacter.getType(character)) {
      case UCharacterCategory.UPPERCASE_LETTER,
          UCharacterCategory.LOWERCASE_LETTER,
          UCharacterCategory.TITLECASE_LETTER,
          UCharacterCategory.MODIFIER_LETTER,
          UCharacterCategory.OTHER_LETTER ->
          Kind.LETTER;
      case UCharacterCategory.DECIMAL_DIGIT_NUMBER,
          UCharacterCategory.LETTER_NUMBER,
          UCharacterCategory.OTHER_NUMBER ->
          Kind.NUMBER;
      default -> Kind.OTHER;
    };
  }
}
