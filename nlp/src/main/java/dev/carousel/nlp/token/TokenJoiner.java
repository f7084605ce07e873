package dev.carousel.nlp.token;

/** Puts tokens of a {@link SplitTokenizer} one after the other; for one text and one thread. */
@FunctionalInterface
public interface TokenJoiner {
  /**
   * Adds a token.
   *
   * @param token the token
   * @return what it adds to the text
   */
  String next(String token);
}
