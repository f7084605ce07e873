package dev.carousel.tensor;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The threads that a process computes with, one pool for everything: whole trials, and parts of the
 * work of one that is too large for a thread. Whoever has work to share does it together with those
 * threads that have nothing else to do.
 *
 * <p>A thread without work looks for some for a little while before it sleeps, because a recurrent
 * network's step shares work many times a millisecond, and waking a thread takes as long as some of
 * that work.
 */
public final class Workers implements AutoCloseable {
  /** Work on fewer elements than this is not worth waking another thread. */
  static final int WORTH_SHARING = 1 << 16;

  private static final Workers NONE = new Workers(1);
  private static final long PATIENCE_NANOS = 200_000;

  private final Queue<Job> jobs = new ConcurrentLinkedQueue<>();
  private final Helper[] helpers;
  private volatile boolean closed;

  private Workers(int threads) {
    helpers = new Helper[threads - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper("carousel-worker-" + (i + 1));
      helpers[i].start();
    }
  }

  /**
   * No threads but the calling one.
   *
   * @return workers that need not be closed
   */
  public static Workers none() {
    return NONE;
  }

  /**
   * The calling thread and others.
   *
   * @param threads how many together, at least 1
   * @return the workers; close them to end the others
   * @throws IllegalArgumentException if there is not one thread
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException("threads must be at least 1, got " + threads);
    }
    return new Workers(threads);
  }

  /**
   * How many threads work at once, the calling one included.
   *
   * @return at least 1
   */
  public int threads() {
    return helpers.length + 1;
  }

  /**
   * Does work on 0 to {@code count}, in as many ranges as there are threads, and returns when all
   * is done. The ranges depend on nothing but the arguments and the number of threads. If some work
   * fails, what nobody has begun is left out, and the first failure is thrown.
   *
   * @param count how much
   * @param grain ranges begin at multiples of this
   * @param work the work on a range
   */
  public void overRanges(int count, int grain, RowRange work) {
    int parts = (int) Math.min(threads(), ((long) count + grain - 1) / grain);
    share(new Job(work, count, grain, parts));
  }

  /**
   * Does work on 0 to {@code count} one by one, each by whichever thread is free, and returns when
   * all is done. If some work fails, what nobody has begun is left out, and the first failure is
   * thrown.
   *
   * @param count how much
   * @param work the work on a range of one
   */
  public void oneByOne(int count, RowRange work) {
    share(new Job(work, count, 1, count));
  }

  private void share(Job job) {
    if (job.parts <= 1 || helpers.length == 0) {
      job.runAll();
      return;
    }
    jobs.add(job);
    for (int i = 0; i < helpers.length && i < job.parts - 1; i++) {
      helpers[i].wake();
    }
    job.runParts();
    jobs.remove(job);
    job.await();
  }

  /** Ends the threads once what they are doing is done. */
  @Override
  public void close() {
    closed = true;
    for (Helper helper : helpers) {
      LockSupport.unpark(helper);
    }
  }

  /** Work in parts that several threads take one after the other. */
  private static final class Job {
    final RowRange work;
    final int count;
    final int grain;
    final int parts;
    final AtomicInteger next = new AtomicInteger();
    final AtomicInteger left;
    volatile Throwable failure;

    Job(RowRange work, int count, int grain, int parts) {
      this.work = work;
      this.count = count;
      this.grain = grain;
      this.parts = parts;
      left = new AtomicInteger(parts);
    }

    void runAll() {
      for (int part = 0; part < parts; part++) {
        work.run(bound(part), bound(part + 1));
      }
    }

    private int bound(int part) {
      return part == parts
          ? count
          : (int) Math.round((double) count * part / parts / grain) * grain;
    }

    /** Runs parts as long as there are any that nobody has taken. */
    boolean runParts() {
      boolean any = false;
      for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
        any = true;
        try {
          if (failure == null) {
            work.run(bound(part), bound(part + 1));
          }
        } catch (RuntimeException | Error e) {
          failure = e;
        } finally {
          left.decrementAndGet();
        }
      }
      return any;
    }

    /** Waits for the parts that others have taken. */
    void await() {
      long begin = System.nanoTime();
      while (left.get() > 0) {
        if (System.nanoTime() - begin < PATIENCE_NANOS) {
          Thread.onSpinWait();
        } else {
          LockSupport.parkNanos(PATIENCE_NANOS);
        }
      }
      if (failure instanceof RuntimeException exception) {
        throw exception;
      }
      if (failure instanceof Error error) {
        throw error;
      }
    }
  }

  /** A thread that takes parts of whatever is shared. */
  private final class Helper extends Thread {
    private volatile boolean asleep;

    Helper(String name) {
      super(name);
      setDaemon(true);
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }

    @Override
    public void run() {
      long idleSince = System.nanoTime();
      while (!closed) {
        if (help()) {
          idleSince = System.nanoTime();
        } else if (System.nanoTime() - idleSince < PATIENCE_NANOS) {
          Thread.onSpinWait();
        } else {
          asleep = true;
          // What was shared before others could see that this thread sleeps must not wait for it.
          if (!help() && !closed) {
            LockSupport.park(Workers.this);
          }
          asleep = false;
          idleSince = System.nanoTime();
        }
      }
    }

    private boolean help() {
      boolean any = false;
      for (Job job : jobs) {
        any |= job.runParts();
      }
      return any;
    }
  }
}
