package dev.carousel.nlp.token;

import java.util.regex.MatchResult;
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

  /** Words, line ends, and the end of a last line that has characters but no line end. */
  private static final Pattern WORD_OR_LINE_END =
      Pattern.compile("\\S+|(" + SpacedTokens.AT_LINE_END + ")", Pattern.UNICODE_CHARACTER_CLASS);

  @Override
  public Stream<Piece> pieces(String text) {
    String unicode = UnicodeText.of(text);
    return lineEnds
        ? WORD_OR_LINE_END.matcher(unicode).results().map(Whitespace::wordOrLineEnd)
        : WORD.matcher(unicode).results().map(Whitespace::word);
  }

  private static Piece wordOrLineEnd(MatchResult found) {
    return found.start(1) < 0 ? word(found) : new Piece(LINE_END, found.start(), found.end());
  }

  private static Piece word(MatchResult found) {
    return new Piece(found.group(), found.start(), found.end());
  }

  @Override
  public TokenJoiner joiner(String before) {
    return new SpacedTokens(lineEnds, before);
  }
}
