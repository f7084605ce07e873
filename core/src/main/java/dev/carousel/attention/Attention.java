package dev.carousel.attention;

import dev.carousel.layer.Initializer;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/** How well a query goes with a step of a sequence: a record whose components are its JSON. */
public interface Attention {
  /**
   * Builds the scores with initial weights.
   *
   * @param name a prefix for the parameters' names
   * @param query the width of a query q
   * @param memory the width of a step k of the sequence
   * @param kernels what to compute with
   * @param initializer gives the initial weights
   * @param random where their randomness comes from
   * @return the scores
   */
  AttentionScores build(
      String name,
      int query,
      int memory,
      Kernels kernels,
      Initializer initializer,
      RandomStream random);
}
