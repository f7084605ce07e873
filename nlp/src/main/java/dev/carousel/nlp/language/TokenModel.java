package dev.carousel.nlp.language;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A probability for each next token, given the one before: what simple methods know of a language.
 */
interface TokenModel {
  /** How many of the likeliest tokens are looked at. */
  int HITS = 3;

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

  /**
   * The likeliest tokens.
   *
   * @param previous the id before them
   * @return the {@value #HITS} of the greatest probability, of equal ones the smallest ids; all
   *     where there are fewer; shared, not to be changed
   */
  int[] likeliest(int previous);

  /** Mean -log p over all tokens of a text but the first, which nothing goes before. */
  default double nats(int[] tokens) {
    double sum = 0;
    for (int i = 1; i < tokens.length; i++) {
      sum -= Math.log(probability(tokens[i - 1], tokens[i]));
    }
    return sum / (tokens.length - 1);
  }

  /** How many of all tokens of a text but the first are among the likeliest, as a fraction. */
  default double hits(int[] tokens) {
    long hits = 0;
    for (int i = 1; i < tokens.length; i++) {
      for (int likely : likeliest(tokens[i - 1])) {
        hits += likely == tokens[i] ? 1 : 0;
      }
    }
    return (double) hits / (tokens.length - 1);
  }

  /** The likeliest of some different ids. */
  static int[] likeliest(IntStream ids, IntToDoubleFunction probability) {
    int[] best = new int[HITS];
    double[] probabilities = new double[HITS];
    int filled = 0;
    for (int id : (Iterable<Integer>) ids::iterator) {
      double own = probability.applyAsDouble(id);
      int at = filled;
      while (at > 0
          && (own > probabilities[at - 1] || own == probabilities[at - 1] && id < best[at - 1])) {
        at--;
      }
      if (at < HITS) {
        filled = Math.min(filled + 1, HITS);
        System.arraycopy(best, at, best, at + 1, filled - at - 1);
        System.arraycopy(probabilities, at, probabilities, at + 1, filled - at - 1);
        best[at] = id;
        probabilities[at] = own;
      }
    }
    return Arrays.copyOf(best, filled);
  }
}
