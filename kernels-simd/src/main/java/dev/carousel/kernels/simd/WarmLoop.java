package dev.carousel.kernels.simd;

import dev.carousel.tensor.FusedLoop;
import dev.carousel.tensor.PointwiseProgram;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The loop of a program, and whether it is fast. Before the JIT compiler has come to it every
 * vector in it is an object and it is a hundred times slower than the program's steps one by one.
 * So, once a program has proved to be worth it, its loop is run elsewhere until it is faster than
 * they are. Both give the same bits, so nothing but speed depends on when that is.
 */
final class WarmLoop {
  // About a tenth of a second.
  static final long WORTH_WARMING = 1L << 28;

  private final FusedLoop loop;
  private final int steps;
  private final Executor elsewhere;
  private final BooleanSupplier warmUp;
  private final AtomicLong work = new AtomicLong();
  private volatile boolean fast;

  /**
   * A loop that is not known to be fast.
   *
   * @param program what it computes
   * @param elsewhere where it is warmed up, once
   * @param warmUp makes the loop fast, and says whether it is
   */
  WarmLoop(PointwiseProgram program, FusedLoop loop, Executor elsewhere, BooleanSupplier warmUp) {
    this.loop = loop;
    this.elsewhere = elsewhere;
    this.warmUp = warmUp;
    steps = program.steps().size();
  }

  FusedLoop loop() {
    return loop;
  }

  /** Whether the loop is to be used, for so many elements now. */
  boolean isFast(long elements) {
    if (!fast && work.get() < WORTH_WARMING) {
      long done = work.addAndGet(elements * steps);
      if (done >= WORTH_WARMING && done - elements * steps < WORTH_WARMING) {
        elsewhere.execute(() -> fast = warmUp.getAsBoolean());
      }
    }
    return fast;
  }
}
