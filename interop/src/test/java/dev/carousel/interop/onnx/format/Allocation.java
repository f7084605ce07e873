package dev.carousel.interop.onnx.format;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * How many bytes of memory some work takes from the heap, what is free again at its end included.
 */
final class Allocation {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Allocation() {}

  /** The bytes that the work allocates in this thread. */
  static long of(Runnable work) {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    work.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  /** What reading a file may allocate, its bytes themselves included. */
  static long bound(long fileSize) {
    return 128 * fileSize + (64 << 10);
  }
}
