package dev.carousel.nlp.token;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One token a stretch without white space (Unicode's White_Space), for text whose words are apart
 * already, such as the Penn Treebank's language-modelling split. Joining puts one space between
 * tokens.
 *
 * @param lineEnds whether every line, the last one too unless it is empty, ends in the token
 *     {@value SplitTokenizer#LINE_END}; otherwise a line's end is white space like any other
 */
public record Whitespace(boolean lineEnds) implements SplitTokenizer {
  private static final Pattern WORD = Pattern.compile("\\S+", Pattern.UNICODE_CHARACTER_CLASS);

  @Override
  public Stream<String> tokens(String text) {
    return new SpacedTokens(WORD, lineEnds).tokens(text);
  }

  @Override
  public String join(List<String> tokens) {
    return new SpacedTokens(WORD, lineEnds).join(tokens);
  }
}
