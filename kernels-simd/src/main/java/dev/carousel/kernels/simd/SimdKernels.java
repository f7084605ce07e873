package dev.carousel.kernels.simd;

import dev.carousel.tensor.Addend;
import dev.carousel.tensor.ArrayKernels;
import dev.carousel.tensor.ArrayStorage;
import dev.carousel.tensor.PackedMatrix;
import dev.carousel.tensor.Pointwise;
import dev.carousel.tensor.PointwiseProgram;
import dev.carousel.tensor.RowRange;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.TiledPointwise;

/**
 * Kernels on the JDK's Vector API: register-blocked products on packed panels, and vectorised
 * functions.
 */
public final class SimdKernels extends ArrayKernels {
  private final ThreadLocal<RowProduct> rowProduct = ThreadLocal.withInitial(RowProduct::new);
  private final ThreadLocal<ColumnProduct> columnProduct =
      ThreadLocal.withInitial(ColumnProduct::new);
  private final VectorLoops loops = new VectorLoops();
  private final VectorSums sums = new VectorSums();
  private final VectorSoftmax softmax = new VectorSoftmax();

  /** New kernels; they hold nothing but scratch memory. */
  public SimdKernels() {}

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public PackedMatrix allocatePacked(int rows, int columns) {
    return Panels.allocate(rows, columns);
  }

  @Override
  public void pack(Tensor matrix, int firstRow, boolean transposed, PackedMatrix into) {
    requirePackable(matrix, firstRow, transposed, into);
    Panels panels = (Panels) into;
    float[] from = ArrayStorage.of(matrix);
    int start = firstRow * matrix.columns();
    if (transposed) {
      Panels.packTransposed(from, start, panels.rows(), panels.columns(), panels.values());
    } else {
      Panels.pack(from, start, panels.rows(), panels.columns(), panels.values());
    }
  }

  @Override
  public void product(
      Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
    requireProduct(a, aRow, b, addend, c, cRow, rows);
    rowProduct.get().run(a, aRow, (Panels) b, addend, c, cRow, rows);
  }

  @Override
  public void addProductOverRows(Tensor[] a, int aRow, Tensor b, int bRow, int rows, Tensor c) {
    requireProductOverRows(a, aRow, b, bRow, rows, c);
    columnProduct.get().run(a, aRow, b, bRow, rows, c, 0, c.rows());
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    return new TiledPointwise(program, loops);
  }

  @Override
  public void overRows(int rows, RowRange work) {
    work.run(0, rows);
  }

  @Override
  protected void addRow(float[] from, int start, float[] to, int toStart, int columns) {
    VectorRows.add(from, start, to, toStart, columns);
  }

  @Override
  protected double softmaxRow(float[] logits, int start, int classes, int target, float[] to) {
    return softmax.row(logits, start, classes, target, to);
  }

  @Override
  public double sum(Tensor tensor) {
    return sums.sum(ArrayStorage.of(tensor), tensor.shape().elements());
  }

  @Override
  public double sumOfSquares(Tensor tensor) {
    return sums.sumOfSquares(ArrayStorage.of(tensor), tensor.shape().elements());
  }

  @Override
  public void dropoutMask(Tensor mask, double rate, long seed) {
    if (VectorDropout.fast()) {
      VectorDropout.mask(ArrayStorage.of(mask), mask.shape().elements(), rate, seed);
    } else {
      super.dropoutMask(mask, rate, seed);
    }
  }
}
