package dev.carousel.layer;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/**
 * How the probabilities of the tokens of a vocabulary are computed: a record whose components are
 * its JSON.
 */
public interface Softmax {
  /**
   * Builds it with initial weights.
   *
   * @param name a prefix for the parameters' names
   * @param inputs the width of what is read
   * @param tokens the size of the vocabulary, frequent tokens first
   * @param kernels what to compute with
   * @param initializer gives the initial weights
   * @param random where their randomness comes from
   * @return gives unnormalised log-probabilities
   */
  Readout build(
      String name,
      int inputs,
      int tokens,
      Kernels kernels,
      Initializer initializer,
      RandomStream random);
}
