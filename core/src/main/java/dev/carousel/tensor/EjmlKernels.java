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
  public PackedMatrix pack(Tensor matrix, boolean transposed) {
    FMatrixRMaj source = FMatrixRMaj.wrap(matrix.rows(), matrix.columns(), ArrayStorage.of(matrix));
    FMatrixRMaj packed = new FMatrixRMaj(1, 1);
    if (transposed) {
      CommonOps_FDRM.transpose(source, packed);
    } else {
      packed.setTo(source);
    }
    return new Packed(packed);
  }

  @Override
  public void product(
      Tensor a,
      int aRow,
      int aColumn,
      PackedMatrix b,
      Tensor c,
      int cRow,
      int cColumn,
      int rows,
      boolean accumulate) {
    requireBlock("product, left side", a, aRow, aColumn, rows, b.rows());
    requireBlock("product, result", c, cRow, cColumn, rows, b.columns());
    Blocks scratch = blocks.get();
    copyOut(a, aRow, aColumn, rows, b.rows(), scratch.a);
    scratch.c.reshape(rows, b.columns());
    CommonOps_FDRM.mult(scratch.a, ((Packed) b).matrix, scratch.c);
    copyIn(scratch.c, c, cRow, cColumn, accumulate);
  }

  @Override
  public void addProductOverRows(
      Tensor a, int aRow, int aColumn, Tensor b, int bRow, int bColumn, int rows, Tensor c) {
    requireBlock("product over rows, left side", a, aRow, aColumn, rows, c.rows());
    requireBlock("product over rows, right side", b, bRow, bColumn, rows, c.columns());
    Blocks scratch = blocks.get();
    copyOut(a, aRow, aColumn, rows, c.rows(), scratch.a);
    copyOut(b, bRow, bColumn, rows, c.columns(), scratch.b);
    FMatrixRMaj sum = FMatrixRMaj.wrap(c.rows(), c.columns(), ArrayStorage.of(c));
    CommonOps_FDRM.multAddTransA(scratch.a, scratch.b, sum);
  }

  private static void copyOut(
      Tensor tensor, int row, int column, int rows, int columns, FMatrixRMaj block) {
    block.reshape(rows, columns);
    float[] from = ArrayStorage.of(tensor);
    int stride = tensor.columns();
    for (int r = 0; r < rows; r++) {
      System.arraycopy(from, (row + r) * stride + column, block.data, r * columns, columns);
    }
  }

  private static void copyIn(
      FMatrixRMaj block, Tensor tensor, int row, int column, boolean accumulate) {
    float[] to = ArrayStorage.of(tensor);
    int stride = tensor.columns();
    int columns = block.numCols;
    for (int r = 0; r < block.numRows; r++) {
      int start = (row + r) * stride + column;
      if (accumulate) {
        for (int j = 0; j < columns; j++) {
          to[start + j] += block.data[r * columns + j];
        }
      } else {
        System.arraycopy(block.data, r * columns, to, start, columns);
      }
    }
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
