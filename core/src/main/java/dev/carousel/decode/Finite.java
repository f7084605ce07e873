package dev.carousel.decode;

import dev.carousel.data.Logits;

/** Refuses logits from which no token can be chosen. */
final class Finite {
  private Finite() {}

  /**
   * Checks one row.
   *
   * @param logits the row
   * @throws IllegalArgumentException if one is NaN or +∞, or all are -∞
   */
  static void require(Logits logits) {
    boolean possible = false;
    for (int token = 0; token < logits.width(); token++) {
      float logit = logits.values()[logits.offset() + token];
      if (Float.isNaN(logit) || logit == Float.POSITIVE_INFINITY) {
        throw new IllegalArgumentException(
            "the model's logit of token %d is %s, so no token can be chosen; has its training"
                    .formatted(token, logit)
                + " diverged?");
      }
      possible |= logit > Float.NEGATIVE_INFINITY;
    }
    if (!possible) {
      throw new IllegalArgumentException(
          "the model's logits of all %d tokens are -Infinity, so no token can be chosen"
              .formatted(logits.width()));
    }
  }
}
