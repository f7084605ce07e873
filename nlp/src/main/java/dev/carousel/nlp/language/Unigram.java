package dev.carousel.nlp.language;

import java.util.stream.IntStream;

/**
 * p(w) = (c(w) + 1) / (N + V), with c(w) the count of w among N training tokens (Laplace's rule).
 */
final class Unigram implements TokenModel {
  private final int[] counts;
  private final double total;
  private final int[] likeliest;

  /**
   * Counts.
   *
   * @param vocabulary V
   * @param training the training part
   */
  Unigram(int vocabulary, int[] training) {
    counts = new int[vocabulary];
    for (int token : training) {
      counts[token]++;
    }
    total = (double) training.length + vocabulary;
    likeliest = TokenModel.likeliest(IntStream.range(0, vocabulary), id -> counts[id]);
  }

  @Override
  public String name() {
    return "unigram";
  }

  @Override
  public double probability(int previous, int next) {
    return (counts[next] + 1) / total;
  }

  @Override
  public int[] likeliest(int previous) {
    return likeliest;
  }
}
