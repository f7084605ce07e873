package dev.carousel.nlp.token;

import com.ibm.icu.lang.UCharacter;

/**
 * Puts tokens one after the other with white space between them, and perhaps a token at every
 * line's end.
 */
final class SpacedTokens implements TokenJoiner {
  /**
   * Where a line ends, as {@link String#lines} has it: at a line terminator, and at the end of a
   * last line that has characters but none. Java's regular expressions and tokenizer.json's agree
   * on this one.
   */
  static final String AT_LINE_END = "\\r\\n|\\r|\\n|(?<=[^\\r\\n])\\z";

  private final boolean lineEnds;
  private boolean apart;

  /**
   * At a text's end.
   *
   * @param lineEnds whether a line's end is a token
   * @param before the text
   */
  SpacedTokens(boolean lineEnds, String before) {
    this.lineEnds = lineEnds;
    apart = before.isEmpty() || UCharacter.isUWhiteSpace(before.codePointBefore(before.length()));
  }

  @Override
  public String next(String token) {
    if (lineEnds && token.equals(SplitTokenizer.LINE_END)) {
      apart = true;
      return "\n";
    }
    String text = apart ? token : " " + token;
    apart = false;
    return text;
  }
}
