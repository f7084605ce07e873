package dev.carousel.testkit;

import static dev.carousel.testkit.KernelsBench.SIZES;
import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.random.RandomStream;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The part of the contract on the masks of dropout. */
interface DropoutContract extends KernelsSubject {
  /**
   * The mask follows its formula to the bit, whatever the kernels, so that one seed gives one
   * training.
   */
  @Test
  default void dropoutMaskFollowsItsFormula() {
    KernelsBench bench = bench();
    Kernels kernels = bench.kernels();
    for (int size : SIZES) {
      for (double rate : new double[] {0, 0.1, 0.5, 0.9}) {
        long seed = bench.random().nextLong();
        Tensor mask = kernels.allocate(Shape.of(3, size));
        float kept = 1 + bench.random().nextFloat();
        kernels.dropoutMask(mask, rate, kept, seed);
        float[] expected = new float[3 * size];
        for (int i = 0; i < expected.length; i++) {
          long upper = RandomStream.mix(seed + i * 0x9E3779B97F4A7C15L) >>> 40;
          expected[i] = upper / (double) (1 << 24) < rate ? 0f : kept;
        }
        assertThat(kernels.toArray(mask)).isEqualTo(expected);
      }
    }
  }
}
