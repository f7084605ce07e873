package dev.carousel.nlp.language;

import java.util.stream.IntStream;

/**
 * p(w) = 1/V.
 *
 * @param vocabulary V
 */
record Uniform(int vocabulary) implements TokenModel {
  @Override
  public String name() {
    return "uniform";
  }

  @Override
  public double probability(int previous, int next) {
    return 1.0 / vocabulary;
  }

  @Override
  public int[] likeliest(int previous) {
    return IntStream.range(0, Math.min(HITS, vocabulary)).toArray();
  }
}
