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

  /**
   * An owner of tensors.
   *
   * @return closed by the caller, and with it all that it owns
   */
  public NDManager newManager() {
    return manager.newSubManager();
  }

  /**
   * A tensor that lives as long as its manager.
   *
   * @param manager its owner
   * @param values its elements in row-major order; copied
   * @param shape its sizes
   * @return the tensor
   */
  public static PtNDArray tensor(NDManager manager, float[] values, long... shape) {
    return (PtNDArray) manager.create(values, new Shape(shape));
  }

  /**
   * The same memory as a new leaf of the graph, without a gradient yet. A fresh leaf each step is
   * what PyTorch's optimizers make of a parameter with zero_grad(set_to_none=True): the backward
   * pass stores the gradient instead of clearing and adding.
   *
   * @param base the tensor whose memory is shared
   * @param step the leaf's owner
   * @param differentiable whether its gradient is wanted
   * @return the leaf
   */
  public static PtNDArray leaf(PtNDArray base, NDManager step, boolean differentiable) {
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
