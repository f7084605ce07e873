package dev.carousel.benchmarks.libtorch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;

/** The product of two square matrices in libtorch. */
public final class LibtorchProduct implements Runnable, AutoCloseable {
  private final NDManager manager;
  private final PtNDArray left;
  private final PtNDArray right;
  private PtNDArray product;

  /**
   * Copies the matrices in.
   *
   * @param libtorch the library
   * @param left [size, size]
   * @param right [size, size]
   * @param size rows and columns
   */
  public LibtorchProduct(Libtorch libtorch, float[] left, float[] right, int size) {
    manager = libtorch.newManager();
    this.left = Libtorch.tensor(manager, left, size, size);
    this.right = Libtorch.tensor(manager, right, size, size);
  }

  @Override
  public void run() {
    if (product != null) {
      product.close();
    }
    JniUtils.setGradMode(false);
    product = JniUtils.matmul(left, right);
  }

  /**
   * The last product.
   *
   * @return [size, size]
   */
  public float[] values() {
    return Libtorch.values(product);
  }

  @Override
  public void close() {
    manager.close();
  }
}
