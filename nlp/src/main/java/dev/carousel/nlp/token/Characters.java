package dev.carousel.nlp.token;

import java.util.List;
import java.util.stream.Stream;

/**
 * One token a character, a character being a Unicode code point. Joining gives the text back
 * exactly: nothing is normalised, and a carriage return stays one.
 */
public record Characters() implements SplitTokenizer {
  @Override
  public Stream<String> tokens(String text) {
    return text.codePoints().mapToObj(Character::toString);
  }

  @Override
  public String join(List<String> tokens) {
    return String.join("", tokens);
  }

  @Override
  public boolean oneTokenPerCharacter() {
    return true;
  }
}
