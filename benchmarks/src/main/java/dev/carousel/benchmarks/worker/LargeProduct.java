package dev.carousel.benchmarks.worker;

import dev.carousel.benchmarks.engine.CarouselKernels;
import dev.carousel.benchmarks.libtorch.Libtorch;
import dev.carousel.benchmarks.libtorch.LibtorchProduct;
import dev.carousel.benchmarks.measure.DisagreementException;
import dev.carousel.benchmarks.measure.Quartiles;
import dev.carousel.benchmarks.measure.Sampler;
import dev.carousel.benchmarks.workload.Blocks;
import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.util.List;

/** The product of two square matrices, the best rate that a recurrent layer could have. */
final class LargeProduct {
  private static final int SIZE = 2048;

  private LargeProduct() {}

  static Measured time(Kernels kernels, int threads, Sampler sampler) {
    RandomStream random = new RandomStream(1);
    float[] left = gaussian(random);
    float[] right = gaussian(random);
    Tensor a = kernels.tensor(left, SIZE, SIZE);
    Tensor b = kernels.tensor(Blocks.transposed(right, SIZE, SIZE), SIZE, SIZE);
    Tensor c = kernels.zeros(SIZE, SIZE);
    Runnable packing = CarouselKernels.packing(kernels, b);
    Runnable product = CarouselKernels.product(kernels, a, b, c);
    Runnable ours =
        () -> {
          packing.run();
          product.run();
        };
    try (Libtorch libtorch = new Libtorch(threads);
        LibtorchProduct theirs = new LibtorchProduct(libtorch, left, right, SIZE)) {
      ours.run();
      theirs.run();
      double difference = difference(kernels.toArray(c), theirs.values());
      List<Quartiles> seconds = sampler.time(List.of(ours, theirs));
      Measured measured =
          new Measured(
              Section.SGEMM,
              "product",
              SIZE + "," + SIZE + "," + SIZE,
              threads,
              2.0 * SIZE * SIZE * SIZE,
              "flop",
              difference,
              List.of(
                  new Timing("carousel", seconds.get(0)), new Timing("libtorch", seconds.get(1))));
      Progress.say(measured);
      return measured;
    }
  }

  private static double difference(float[] ours, float[] theirs) {
    // Elements are sums of 2048 products of N(0, 1), so of size √2048; each addition rounds.
    double allowed = 4 * 0x1p-24 * SIZE;
    double worst = 0;
    for (int i = 0; i < ours.length; i++) {
      worst = Math.max(worst, Math.abs((double) ours[i] - theirs[i]));
    }
    if (!(worst <= allowed)) {
      throw new DisagreementException(
          "product of two matrices: differs by " + worst + ", allowed are " + allowed);
    }
    return worst / Math.sqrt(SIZE);
  }

  private static float[] gaussian(RandomStream random) {
    float[] values = new float[SIZE * SIZE];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
