package dev.carousel.nlp.language;

/**
 * p(w) = (c(w) + 1) / (N + V), with c(w) the count of w among N training tokens (Laplace's rule).
 */
final class Unigram implements TokenModel {
  private final int[] counts;
  private final double total;

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
  }

  @Override
  public String name() {
    return "unigram";
  }

  @Override
  public double probability(int previous, int next) {
    return (counts[next] + 1) / total;
  }
}
