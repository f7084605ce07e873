package dev.carousel.nlp.language;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

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
  private final int[][] likeliest;

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
    likeliest = new int[vocabulary][];
    rank();
  }

  /**
   * A token that was not seen after v has t(v) p(w) above the line, so of all of these the
   * likeliest are those of the unigram. One of them that was seen is before any other that was not;
   * so nothing but what was seen and the likeliest of the unigram need be compared.
   */
  private void rank() {
    int[] anywhere = unigram.likeliest(0);
    Arrays.fill(likeliest, anywhere);
    long[] seen = pairs.keySet().stream().mapToLong(Long::longValue).sorted().toArray();
    for (int from = 0; from < seen.length; ) {
      int previous = (int) (seen[from] >> Integer.SIZE);
      int to = from + followers[previous];
      likeliest[previous] =
          TokenModel.likeliest(
              IntStream.concat(
                      Arrays.stream(anywhere),
                      Arrays.stream(seen, from, to).mapToInt(pair -> (int) pair))
                  .distinct(),
              next -> probability(previous, next));
      from = to;
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

  @Override
  public int[] likeliest(int previous) {
    return likeliest[previous];
  }
}
