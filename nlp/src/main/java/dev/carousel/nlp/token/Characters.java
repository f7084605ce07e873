package dev.carousel.nlp.token;

import java.util.Objects;
import java.util.stream.Stream;

/**
 * One token a character, a character being a Unicode code point. Joining gives the text back
 * exactly: nothing is normalised, and a carriage return stays one.
 */
public record Characters() implements SplitTokenizer {
  @Override
  public Stream<Piece> pieces(String text) {
    String unicode = UnicodeText.of(text);
    return Stream.iterate(
        character(unicode, 0), Objects::nonNull, before -> character(unicode, before.end()));
  }

  /** The character at a place; null at the text's end. */
  private static Piece character(String text, int start) {
    if (start == text.length()) {
      return null;
    }
    String character = Character.toString(text.codePointAt(start));
    return new Piece(character, start, start + character.length());
  }

  @Override
  public TokenJoiner joiner(String before) {
    return token -> token;
  }

  @Override
  public boolean oneTokenPerCharacter() {
    return true;
  }
}
