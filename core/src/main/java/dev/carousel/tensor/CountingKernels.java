package dev.carousel.tensor;

import java.util.concurrent.atomic.LongAdder;

/**
 * Kernels that count floating-point operations: two for each multiply-add of a product, one for
 * each step of a pointwise program and element. Copies, sums and softmax are not counted.
 */
public final class CountingKernels extends WrappedKernels {
  private final LongAdder operations = new LongAdder();

  /**
   * Kernels over others.
   *
   * @param kernels do the work
   */
  public CountingKernels(Kernels kernels) {
    super(kernels);
  }

  /**
   * The operations so far.
   *
   * @return the count
   */
  public long operations() {
    return operations.sum();
  }

  @Override
  public void product(
      Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
    operations.add(2L * rows * b.rows() * b.columns());
    super.product(a, aRow, b, addend, c, cRow, rows);
  }

  @Override
  public void addOuterProducts(OuterProduct[] products, int[] aRows, int[] counts) {
    long rows = 0;
    for (int count : counts) {
      rows += count;
    }
    for (OuterProduct product : products) {
      operations.add(2 * rows * product.a().columns() * product.b().columns());
    }
    super.addOuterProducts(products, aRows, counts);
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    Pointwise compiled = super.compile(program);
    int steps = program.steps().size();
    return (tensors, firstRows, scalars, rows, width) -> {
      operations.add((long) steps * rows * width);
      compiled.run(tensors, firstRows, scalars, rows, width);
    };
  }
}
