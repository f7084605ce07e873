package dev.carousel.nlp.token;

import java.util.List;

/**
 * Tokens with white space between them, and perhaps a token at every line's end.
 *
 * @param lineEnds whether a line's end is a token
 */
record SpacedTokens(boolean lineEnds) {
  /**
   * Where a line ends, as {@link String#lines} has it: at a line terminator, and at the end of a
   * last line that has characters but none. Java's regular expressions and tokenizer.json's agree
   * on this one.
   */
  static final String AT_LINE_END = "\\r\\n|\\r|\\n|(?<=[^\\r\\n])\\z";

  String join(List<String> tokens) {
    StringBuilder text = new StringBuilder();
    boolean lineStart = true;
    for (String token : tokens) {
      if (lineEnds && token.equals(SplitTokenizer.LINE_END)) {
        text.append('\n');
        lineStart = true;
      } else {
        if (!lineStart) {
          text.append(' ');
        }
        text.append(token);
        lineStart = false;
      }
    }
    return text.toString();
  }
}
