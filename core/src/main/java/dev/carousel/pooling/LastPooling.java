package dev.carousel.pooling;

import dev.carousel.layer.Initializer;
import dev.carousel.layer.SequenceSummary;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;

/** The outputs after each direction's last step. In JSON, "last". */
public record LastPooling() implements Pooling {
  @Override
  public SequenceSummary build(
      String name, int width, Kernels kernels, Initializer initializer, RandomStream random) {
    return SequenceSummary.LAST;
  }
}
