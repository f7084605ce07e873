package dev.carousel.nlp.language;

import java.util.HashMap;
import java.util.Map;

/**
 * p(w | v) = (c(v, w) + t(v) p(w)) / (c(v) + t(v)), with c(v, w) the count of v w in the training
 * part, c(v) the count of v before another token, t(v) the number of different tokens seen after v,
 * and p(w) the {@link Unigram}; p(w) alone where v was never seen before another token. This is the
 * interpolated form of Witten and Bell, The Zero-Frequency Problem, IEEE Transactions on
 * Information Theory 37(4), 1991.
 */
final class Bigram implements TokenModel {
  private final Unigram unigram;
  private final int[] counts;
  private final int[] followers;
  private final Map<Long, Integer> pairs = new HashMap<>();

  /**
   * Counts.
   *
   * @param vocabulary V
   * @param training the training part
   */
  Bigram(int vocabulary, int[] training) {
    unigram = new Unigram(vocabulary, training);
    counts = new int[vocabulary];
    followers = new int[vocabulary];
    for (int i = 1; i < training.length; i++) {
      int previous = training[i - 1];
      counts[previous]++;
      if (pairs.merge(pair(previous, training[i]), 1, Integer::sum) == 1) {
        followers[previous]++;
      }
    }
  }

  private static long pair(int previous, int next) {
    return ((long) previous << Integer.SIZE) | next;
  }

  @Override
  public String name() {
    return "bigram";
  }

  @Override
  public double probability(int previous, int next) {
    double lower = unigram.probability(previous, next);
    if (counts[previous] == 0) {
      return lower;
    }
    int seen = pairs.getOrDefault(pair(previous, next), 0);
    return (seen + followers[previous] * lower) / ((double) counts[previous] + followers[previous]);
  }
}
