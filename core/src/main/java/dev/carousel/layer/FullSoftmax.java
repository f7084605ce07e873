package dev.carousel.layer;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/** p = softmax(W h + b) over all tokens. In JSON, "full". */
public record FullSoftmax() implements Softmax {
  @Override
  public Readout build(
      String name,
      int inputs,
      int tokens,
      Kernels kernels,
      Initializer initializer,
      RandomStream random) {
    return new Dense(name, inputs, tokens, kernels, initializer, random);
  }
}
