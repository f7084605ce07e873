package dev.carousel.tensor;

import org.ejml.data.FMatrixRMaj;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * The dependable default: matrix products by EJML, everything else in plain loops, all on the
 * calling thread. Runs wherever Java does.
 */
public final class EjmlKernels extends ArrayKernels {
  private final ThreadLocal<Blocks> blocks = ThreadLocal.withInitial(Blocks::new);

  /** New kernels; they hold nothing but scratch memory. */
  public EjmlKernels() {}

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
  public void addProductOverRows(Tensor[] a, int aRow, Tensor b, int bRow, int rows, Tensor c) {
    requireProductOverRows(a, aRow, b, bRow, rows, c);
    Blocks scratch = blocks.get();
    copyOut(b, bRow, rows, scratch.b);
    int cRow = 0;
    for (Tensor left : a) {
      copyOut(left, aRow, rows, scratch.a);
      copyOut(c, cRow, left.columns(), scratch.c);
      CommonOps_FDRM.multAddTransA(scratch.a, scratch.b, scratch.c);
      System.arraycopy(
          scratch.c.data, 0, ArrayStorage.of(c), cRow * c.columns(), left.columns() * c.columns());
      cRow += left.columns();
    }
  }

  /** Copies whole rows. */
  private static void copyOut(Tensor tensor, int row, int rows, FMatrixRMaj block) {
    int columns = tensor.columns();
    block.reshape(rows, columns);
    System.arraycopy(ArrayStorage.of(tensor), row * columns, block.data, 0, rows * columns);
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    return new TiledPointwise(program, new ScalarLoops());
  }

  @Override
  public void overRows(int rows, RowRange work) {
    work.run(0, rows);
  }
}
