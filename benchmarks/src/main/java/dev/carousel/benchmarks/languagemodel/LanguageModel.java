package dev.carousel.benchmarks.languagemodel;

/** A language model in training. */
public interface LanguageModel {
  /**
   * Trains on one mini-batch, going on with the states of the one before.
   *
   * @param batch tokens and the tokens that follow
   * @return the mean cross-entropy before the update, in nats
   */
  float step(TokenBatch batch);
}
