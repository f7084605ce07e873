package dev.carousel.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.TimeUnit;

/**
 * The threads that a process computes with, one pool for everything: whole trials, and parts of the
 * work of one that is too large for a thread. Work that a worker splits is shared only with workers
 * that have nothing else to do.
 */
public final class Workers implements AutoCloseable {
  private static final Workers CALLER = new Workers(1, null);

  private final int threads;
  private final ForkJoinPool pool;

  private Workers(int threads, ForkJoinPool pool) {
    this.threads = threads;
    this.pool = pool;
  }

  /**
   * No threads but the calling one.
   *
   * @return workers that need not be closed
   */
  public static Workers none() {
    return CALLER;
  }

  /**
   * A pool of its own.
   *
   * @param threads how many, at least 1
   * @return the workers; close them to end the threads
   * @throws IllegalArgumentException if there is not one thread
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    return new Workers(threads, new ForkJoinPool(threads));
  }

  /**
   * How many threads work at once.
   *
   * @return at least 1
   */
  public int threads() {
    return threads;
  }

  /**
   * The pool, for whole tasks.
   *
   * @return an executor that ends with these workers
   * @throws IllegalStateException if there is no thread but the calling one
   */
  public ExecutorService executor() {
    if (pool == null) {
      throw new IllegalStateException("these workers have no threads of their own");
    }
    return pool;
  }

  /**
   * Does work on 0 to {@code count}, in as many ranges as there are threads, and returns when all
   * is done.
   *
   * @param count how much
   * @param grain ranges begin at multiples of this
   * @param work the work on a range
   */
  public void overRanges(int count, int grain, RowRange work) {
    int parts = (int) Math.min(threads, ((long) count + grain - 1) / grain);
    if (parts <= 1) {
      work.run(0, count);
      return;
    }
    List<ForkJoinTask<?>> others = new ArrayList<>(parts - 1);
    for (int part = 1; part < parts; part++) {
      int from = bound(part, parts, count, grain);
      int to = bound(part + 1, parts, count, grain);
      ForkJoinTask<?> task = ForkJoinTask.adapt(() -> work.run(from, to));
      if (ForkJoinTask.getPool() == pool) {
        task.fork();
      } else {
        pool.execute(task);
      }
      others.add(task);
    }
    Throwable failure = null;
    try {
      work.run(0, bound(1, parts, count, grain));
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    for (int i = others.size() - 1; i >= 0; i--) {
      others.get(i).quietlyJoin();
      failure = failure == null ? others.get(i).getException() : failure;
    }
    if (failure instanceof RuntimeException exception) {
      throw exception;
    }
    if (failure instanceof Error error) {
      throw error;
    }
  }

  private static int bound(int part, int parts, int count, int grain) {
    if (part == parts) {
      return count;
    }
    return (int) Math.round((double) count * part / parts / grain) * grain;
  }

  /** Ends the threads once their work is done or broken off. */
  @Override
  public void close() {
    if (pool != null) {
      pool.shutdownNow();
      try {
        pool.awaitTermination(1, TimeUnit.MINUTES);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
