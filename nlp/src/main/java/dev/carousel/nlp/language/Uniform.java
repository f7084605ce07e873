package dev.carousel.nlp.language;

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
}
