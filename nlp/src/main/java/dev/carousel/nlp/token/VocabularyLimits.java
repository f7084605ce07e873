package dev.carousel.nlp.token;

import java.util.OptionalInt;

/**
 * Which tokens get an id of their own; the others are read as {@value Vocabulary#UNKNOWN}.
 *
 * @param minimumCount how often a token must occur in the training part
 * @param maximumSize the largest number of ids, special tokens included; the most frequent tokens
 *     stay; empty (null in JSON) for no limit
 */
public record VocabularyLimits(int minimumCount, OptionalInt maximumSize) {
  /** Every token of the training part gets an id. */
  public static final VocabularyLimits NONE = new VocabularyLimits(1, OptionalInt.empty());

  /**
   * Checks the limits.
   *
   * @throws IllegalArgumentException if the count is below 1 or the size below 2
   */
  public VocabularyLimits {
    if (minimumCount < 1) {
      throw new IllegalArgumentException("minimumCount must be at least 1, got " + minimumCount);
    }
    if (maximumSize.isPresent() && maximumSize.getAsInt() < 2) {
      throw new IllegalArgumentException(
          "maximumSize must be at least 2, or null for no limit; got " + maximumSize.getAsInt());
    }
  }
}
