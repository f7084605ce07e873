package dev.carousel.pooling;

import dev.carousel.layer.Initializer;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/**
 * How the outputs at the steps of a sequence become one vector: a record whose components are its
 * JSON.
 */
public interface Pooling {
  /**
   * Builds it with initial weights, if it has any.
   *
   * @param name a prefix for the parameters' names
   * @param width the width of an output
   * @param kernels what to compute with
   * @param initializer gives the initial weights
   * @param random where their randomness comes from
   * @return from outputs to a vector of the same width
   */
  SequenceSummary build(
      String name, int width, Kernels kernels, Initializer initializer, RandomStream random);
}
