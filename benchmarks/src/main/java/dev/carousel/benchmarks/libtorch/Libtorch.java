package dev.carousel.benchmarks.libtorch;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** The libtorch of this process, on the CPU, and the few things that all its workloads need. */
public final class Libtorch implements AutoCloseable {
  private final NDManager manager;

  /**
   * Loads libtorch. Its native library comes from the class path; nothing is downloaded.
   *
   * @param threads how many threads it may use
   * @throws IllegalStateException if libtorch does not take the number of threads
   */
  public Libtorch(int threads) {
    manager = NDManager.newBaseManager(Device.cpu(), "PyTorch");
    JniUtils.setNumThreads(threads);
    if (JniUtils.getNumThreads() != threads) {
      throw new IllegalStateException(
          "libtorch uses %d threads instead of %d; set OMP_NUM_THREADS=%d"
              .formatted(JniUtils.getNumThreads(), threads, threads));
    }
  }

  NDManager manager() {
    return manager;
  }

  /** A tensor that lives as long as its manager. */
  static PtNDArray tensor(NDManager manager, float[] values, long... shape) {
    return (PtNDArray) manager.create(values, new Shape(shape));
  }

  /**
   * The same memory as a new leaf of the graph, without a gradient yet. A fresh leaf each step is
   * what PyTorch's optimizers make of a parameter with zero_grad(set_to_none=True): the backward
   * pass stores the gradient instead of clearing and adding.
   */
  static PtNDArray leaf(PtNDArray base, NDManager step, boolean differentiable) {
    PtNDArray leaf = JniUtils.detachGradient(base);
    leaf.attach(step);
    if (differentiable) {
      JniUtils.attachGradient(leaf, true);
    }
    return leaf;
  }

  static float[] values(NDArray array) {
    return array.toFloatArray();
  }

  @Override
  public void close() {
    manager.close();
  }
}
