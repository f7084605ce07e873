package dev.carousel.tensor;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The dependable default: matrix products by EJML, everything else in plain loops. Runs wherever
 * Java does.
 */
public final class EjmlKernels extends ArrayKernels {
  private final ThreadLocal<Blocks> blocks = ThreadLocal.withInitial(Blocks::new);

  /** New kernels on the calling thread; they hold nothing but scratch memory. */
  public EjmlKernels() {
    this(Workers.none());
  }

  private EjmlKernels(Workers workers) {
    super(new ScalarLoops(), workers);
  }

  @Override
  public EjmlKernels on(Workers workers) {
    return new EjmlKernels(workers);
  }

  private record Packed(FMatrixRMaj matrix) implements PackedMatrix {
    @Override
    public int rows() {
      return matrix.numRows;
    }

    @Override
    public int columns() {
      return matrix.numCols;
    }
  }

  // EJML multiplies whole matrices only, so blocks are copied here first.
  private static final class Blocks {
    final FMatrixRMaj a = new FMatrixRMaj(1, 1);
    final FMatrixRMaj b = new FMatrixRMaj(1, 1);
    final FMatrixRMaj c = new FMatrixRMaj(1, 1);
  }

  @Override
  public String name() {
    return "ejml";
  }

  @Override
  public PackedMatrix allocatePacked(int rows, int columns) {
    return new Packed(new FMatrixRMaj(rows, columns));
  }

  @Override
  public void pack(Tensor matrix, int firstRow, boolean transposed, PackedMatrix into) {
    requirePackable(matrix, firstRow, transposed, into);
    FMatrixRMaj packed = ((Packed) into).matrix;
    if (transposed) {
      FMatrixRMaj rows = blocks.get().a;
      copyOut(matrix, firstRow, into.columns(), rows);
      CommonOps_FDRM.transpose(rows, packed);
    } else {
      copyOut(matrix, firstRow, into.rows(), packed);
    }
  }

  @Override
  public void product(
      Tensor a, int aRow, PackedMatrix b, Addend addend, Tensor c, int cRow, int rows) {
    requireProduct(a, aRow, b, addend, c, cRow, rows);
    Blocks scratch = blocks.get();
    copyOut(a, aRow, rows, scratch.a);
    scratch.c.reshape(rows, b.columns());
    if (addend instanceof Addend.Nothing) {
      CommonOps_FDRM.mult(scratch.a, ((Packed) b).matrix, scratch.c);
    } else {
      if (addend instanceof Addend.Row row) {
        repeat(row, scratch.c);
      } else {
        copyOut(c, cRow, rows, scratch.c);
      }
      CommonOps_FDRM.multAdd(scratch.a, ((Packed) b).matrix, scratch.c);
    }
    System.arraycopy(scratch.c.data, 0, ArrayStorage.of(c), cRow * c.columns(), rows * c.columns());
  }

  private static void repeat(Addend.Row addend, FMatrixRMaj into) {
    float[] from = ArrayStorage.of(addend.tensor());
    int start = addend.row() * addend.tensor().columns() + addend.column();
    for (int row = 0; row < into.numRows; row++) {
      System.arraycopy(from, start, into.data, row * into.numCols, into.numCols);
    }
  }

  @Override
  public void addOuterProducts(OuterProduct[] products, int[] aRows, int[] counts) {
    requireOuterProducts(products, aRows, counts);
    workers()
        .overRanges(
            products.length,
            1,
            (from, to) -> {
              for (int i = from; i < to; i++) {
                add(products[i], aRows, counts);
              }
            });
  }

  private void add(OuterProduct product, int[] aRows, int[] counts) {
    Blocks scratch = blocks.get();
    Tensor c = product.c();
    int height = product.a().columns();
    for (int i = 0; i < counts.length; i++) {
      copyOut(product.a(), aRows[i], counts[i], scratch.a);
      copyOut(product.b(), product.bRows()[i], counts[i], scratch.b);
      copyOut(c, product.cRow(), height, scratch.c);
      CommonOps_FDRM.multAddTransA(scratch.a, scratch.b, scratch.c);
      int start = product.cRow() * c.columns();
      System.arraycopy(scratch.c.data, 0, ArrayStorage.of(c), start, height * c.columns());
    }
  }

  /** Copies whole rows. */
  private static void copyOut(Tensor tensor, int row, int rows, FMatrixRMaj block) {
    int columns = tensor.columns();
    block.reshape(rows, columns);
    System.arraycopy(ArrayStorage.of(tensor), row * columns, block.data, 0, rows * columns);
  }
}
