package dev.carousel.kernels.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Tensor;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compiled loops allocate nothing: no vector is boxed. While they are interpreted every vector is
 * an object, so each is run until it is compiled, or for so many rounds that it never will be.
 */
class AllocationTest {
  private static final int ROUNDS = 400;
  private static final int CALLS = 500;

  private final float[] a = new float[1024];
  private final float[] b = new float[1024];
  private final VectorLoops loops = new VectorLoops();

  AllocationTest() {
    for (int i = 0; i < a.length; i++) {
      a[i] = (float) Math.sin(i);
      b[i] = 2 + a[i];
    }
  }

  @ParameterizedTest
  @EnumSource
  void unaryOperatorsAllocateNothing(UnaryOperator operator) {
    float[] result = new float[1024];
    requireNoAllocation(() -> loops.apply(operator, a, 0, result, 0, 1024));
  }

  @ParameterizedTest
  @EnumSource
  void binaryOperatorsAllocateNothing(BinaryOperator operator) {
    float[] result = new float[1024];
    requireNoAllocation(() -> loops.combine(operator, a, 0, b, 0, result, 0, 1024));
  }

  @Test
  void sumsAndRowsAllocateNoMemoryForNumbers() {
    Kernels kernels = new SimdKernels();
    Tensor logits = kernels.tensor(a, 4, 256);
    Tensor gradient = kernels.zeros(4, 256);
    int[] targets = {1, 2, -1, 3};
    requireLittleAllocation(() -> kernels.sum(logits));
    requireLittleAllocation(() -> kernels.sumOfSquares(logits));
    requireLittleAllocation(() -> kernels.softmaxCrossEntropy(logits, targets, 1, gradient));
    requireLittleAllocation(() -> kernels.scatterAddRows(logits, targets, gradient));
    requireLittleAllocation(() -> kernels.copy(logits, 0, 0, gradient, 0, 0, 3, 17, true));
    requireLittleAllocation(() -> kernels.dropoutMask(gradient, 0.5, 2, 3));
  }

  private static void requireNoAllocation(Runnable work) {
    requireAllocation(work, 0);
  }

  /** The objects that say which work to share with whom, and nothing that grows with the work. */
  private static void requireLittleAllocation(Runnable work) {
    requireAllocation(work, 200 * CALLS);
  }

  private static void requireAllocation(Runnable work, long limit) {
    assumeTrue(
        ManagementFactory.getThreadMXBean() instanceof ThreadMXBean,
        "this JVM does not count what threads allocate");
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long allocated = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS && allocated > limit; round++) {
      long before = threads.getThreadAllocatedBytes(thread);
      for (int call = 0; call < CALLS; call++) {
        work.run();
      }
      allocated = threads.getThreadAllocatedBytes(thread) - before;
    }
    assertThat(allocated).as("bytes allocated by %d calls", CALLS).isLessThanOrEqualTo(limit);
  }
}
