package dev.carousel.nlp.token;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tokens that are found in a text before it is cut by any rule: the leftmost one first, of those
 * that begin at one place the longest.
 */
final class SpecialTokens {
  /**
   * A part of a text.
   *
   * @param start where it begins
   * @param end where it ends, exclusive
   * @param special whether it is a special token; otherwise there is none in it
   */
  record Part(int start, int end, boolean special) {}

  private final List<String> tokens;
  private final Pattern pattern;

  /**
   * Makes ready to find them.
   *
   * @param tokens different ones
   * @throws IllegalArgumentException if one is empty
   */
  SpecialTokens(List<String> tokens) {
    if (tokens.contains("")) {
      throw new IllegalArgumentException("a special token must have a character at least");
    }
    this.tokens = List.copyOf(tokens);
    pattern =
        Pattern.compile(
            tokens.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|")));
  }

  List<String> tokens() {
    return tokens;
  }

  /** The parts of a text in order, none of them empty. */
  List<Part> cut(String text) {
    List<Part> parts = new ArrayList<>();
    int from = 0;
    if (!tokens.isEmpty()) {
      for (Matcher matcher = pattern.matcher(text); matcher.find(); from = matcher.end()) {
        if (from < matcher.start()) {
          parts.add(new Part(from, matcher.start(), false));
        }
        parts.add(new Part(matcher.start(), matcher.end(), true));
      }
    }
    if (from < text.length()) {
      parts.add(new Part(from, text.length(), false));
    }
    return parts;
  }

  /** What lies between the special tokens of a text. */
  Stream<String> between(String text) {
    return cut(text).stream()
        .filter(part -> !part.special())
        .map(part -> text.substring(part.start(), part.end()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SpecialTokens that && tokens.equals(that.tokens);
  }

  @Override
  public int hashCode() {
    return tokens.hashCode();
  }

  @Override
  public String toString() {
    return tokens.toString();
  }
}
