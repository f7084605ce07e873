package dev.carousel.nlp.language;

/**
 * A probability for each next token, given the one before: what simple methods know of a language.
 */
interface TokenModel {
  /**
   * Such as "unigram".
   *
   * @return its name among the baselines
   */
  String name();

  /**
   * The probability of a token.
   *
   * @param previous the id before it
   * @param next its id
   * @return above 0; over all next ids the sum is 1
   */
  double probability(int previous, int next);

  /** Mean -log p over all tokens of a text but the first, which nothing goes before. */
  default double nats(int[] tokens) {
    double sum = 0;
    for (int i = 1; i < tokens.length; i++) {
      sum -= Math.log(probability(tokens[i - 1], tokens[i]));
    }
    return sum / (tokens.length - 1);
  }
}
