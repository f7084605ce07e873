package dev.carousel.nlp.token;

import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tokens with white space between them, found line by line.
 *
 * @param token what one token looks like
 * @param lineEnds whether a line's end is a token
 */
record SpacedTokens(Pattern token, boolean lineEnds) {
  Stream<String> tokens(String text) {
    return text.lines()
        .flatMap(
            line -> {
              Stream<String> words = token.matcher(line).results().map(MatchResult::group);
              return lineEnds ? Stream.concat(words, Stream.of(SplitTokenizer.LINE_END)) : words;
            });
  }

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
