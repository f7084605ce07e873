package dev.carousel.kernels.simd;

import dev.carousel.tensor.ElementLoops;
import dev.carousel.tensor.FusedLoop;
import dev.carousel.tensor.PointwiseProgram;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The loops of all programs so far, warmed up one after the other by a thread beside the others.
 */
final class WarmLoops {
  private static final int IDLE_SECONDS = 10;

  private final Map<PointwiseProgram, WarmLoop> loops = new ConcurrentHashMap<>();
  private final ElementLoops steps;
  private final Executor elsewhere = thread();

  WarmLoops(ElementLoops steps) {
    this.steps = steps;
  }

  private static Executor thread() {
    ThreadPoolExecutor executor =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            work -> {
              Thread thread = new Thread(work, "carousel-loops");
              thread.setDaemon(true);
              return thread;
            });
    executor.allowCoreThreadTimeOut(true);
    return executor;
  }

  /** The loop of a program, the same for equal programs. */
  WarmLoop of(PointwiseProgram program) {
    return loops.computeIfAbsent(program, this::made);
  }

  private WarmLoop made(PointwiseProgram program) {
    FusedLoop loop = LoopWriter.loop(program);
    WarmUp warmUp = new WarmUp(program, steps, loop);
    return new WarmLoop(program, loop, elsewhere, warmUp::makesFaster);
  }
}
