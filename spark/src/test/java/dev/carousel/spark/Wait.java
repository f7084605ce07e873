package dev.carousel.spark;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Waits for what other processes do. */
final class Wait {
  /** Longer than any wait takes on a busy machine. */
  private static final Duration DEADLINE = Duration.ofMinutes(3);

  private static final long LOOK_MILLIS = 20;

  private Wait() {}

  /**
   * Waits until something is so.
   *
   * @param what says what is waited for, and how things stand
   * @param process has to go on meanwhile
   * @param condition whether it is so
   */
  static void until(Callable<String> what, Process process, Callable<Boolean> condition)
      throws Exception {
    long begin = System.nanoTime();
    while (!condition.call()) {
      if (process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        throw new AssertionError(
            "ended with %d before %s".formatted(process.exitValue(), what.call()));
      } else if (System.nanoTime() - begin > DEADLINE.toNanos()) {
        throw new AssertionError("waited %s until %s".formatted(DEADLINE, what.call()));
      }
    }
  }

  /**
   * Waits for the end of a process.
   *
   * @param what says how things stand
   * @return its status
   */
  static int forTheEndOf(Process process, Callable<String> what) throws Exception {
    if (!process.waitFor(DEADLINE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("waited %s for the end: %s".formatted(DEADLINE, what.call()));
    }
    return process.exitValue();
  }
}
