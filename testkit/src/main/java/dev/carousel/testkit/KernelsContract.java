package dev.carousel.testkit;

import dev.carousel.tensor.Kernels;
import org.junit.jupiter.api.BeforeEach;

/**
 * What all kernels must fulfil; their author extends this class and names them.
 *
 * <p>Every method is compared with plain loops in double, at sizes around the widths of vector
 * registers (4, 8 and 16 floats, and pairs of them). Blocks that are read lie within tensors full
 * of NaN, and whatever lies around a block that is written must keep its bits.
 */
public abstract class KernelsContract
    implements StorageContract,
        CopyContract,
        PatchContract,
        ProductContract,
        OperatorContract,
        PointwiseContract,
        RowSplitContract,
        SumContract,
        SoftmaxContract,
        DropoutContract {
  private KernelsBench bench;

  /** For tests to extend. */
  protected KernelsContract() {}

  /**
   * The kernels to be tested.
   *
   * @return kernels, called once a test
   */
  protected abstract Kernels kernels();

  /** Asks for the kernels. */
  @BeforeEach
  public final void makeKernels() {
    bench = new KernelsBench(kernels());
  }

  /**
   * For the tests themselves, not for those who extend this class.
   *
   * @return what the running test works with
   * @hidden
   */
  @Override
  public final KernelsBench bench() {
    return bench;
  }
}
