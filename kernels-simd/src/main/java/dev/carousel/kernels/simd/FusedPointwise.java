package dev.carousel.kernels.simd;

import dev.carousel.tensor.ElementLoops;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.TiledPointwise;
import dev.carousel.tensor.Workers;

/** A program that runs step by step until its loop is fast, and as one loop from then on. */
final class FusedPointwise implements Pointwise {
  private final WarmLoop warm;
  private final Pointwise stepByStep;
  private final Pointwise atOnce;

  FusedPointwise(PointwiseProgram program, WarmLoop warm, ElementLoops loops, Workers workers) {
    this.warm = warm;
    stepByStep = new TiledPointwise(program, loops, workers);
    atOnce = new TiledPointwise(program, loops, warm.loop(), workers);
  }

  @Override
  public void run(Tensor[] tensors, int[] firstRows, float[] scalars, int rows, int width) {
    Pointwise faster = warm.isFast((long) rows * width) ? atOnce : stepByStep;
    faster.run(tensors, firstRows, scalars, rows, width);
  }
}
