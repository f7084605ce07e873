package dev.carousel.nlp.token;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One token a word or a mark, by a rule that holds for any script that separates words. A word is a
 * longest run of letters, combining marks, digits, connectors such as '_' and zero-width joiners;
 * an apostrophe (' or ’) between two runs keeps them one word, so that "don't" is one. Every other
 * character that is not white space is a token of its own. Case is kept. Joining puts one space
 * between tokens.
 *
 * @param lineEnds whether every line, the last one too unless it is empty, ends in the token
 *     {@value SplitTokenizer#LINE_END}; otherwise a line's end is white space like any other
 */
public record Words(boolean lineEnds) implements SplitTokenizer {
  // Possessive, so that no text makes the matcher go back or recurse.
  private static final Pattern WORD =
      Pattern.compile("\\w++(?:['\u2019]\\w++)*+|\\S", Pattern.UNICODE_CHARACTER_CLASS);

  @Override
  public Stream<String> tokens(String text) {
    return new SpacedTokens(WORD, lineEnds).tokens(text);
  }

  @Override
  public String join(List<String> tokens) {
    return new SpacedTokens(WORD, lineEnds).join(tokens);
  }
}
