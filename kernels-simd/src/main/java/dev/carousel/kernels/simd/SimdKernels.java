package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;

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
  // Rows of a weight gradient's sum at a time: a panel of so many fits the first-level cache.
  private static final int DEPTH = 256;

  private final ThreadLocal<Scratch> scratch = ThreadLocal.withInitial(Scratch::new);
  private final VectorLoops loops = new VectorLoops();

  /** New kernels; they hold nothing but scratch memory. */
  public SimdKernels() {}

  private static final class Scratch {
    float[] left = {};
    float[] right = {};
    final float[] edge = new float[Panels.EDGE];

    void reserve(int leftLength, int rightLength) {
      if (left.length < leftLength) {
        left = new float[leftLength];
      }
      if (right.length < rightLength) {
        right = new float[rightLength];
      }
    }
  }

  @Override
  public String name() {
    return "simd";
  }

  @Override
  public PackedMatrix pack(Tensor matrix, boolean transposed) {
    float[] from = ArrayStorage.of(matrix);
    int rows = transposed ? matrix.columns() : matrix.rows();
    int columns = transposed ? matrix.rows() : matrix.columns();
    float[] panels = new float[Panels.length(rows, columns)];
    if (transposed) {
      Panels.packTransposed(from, rows, columns, panels);
    } else {
      Panels.pack(from, 0, columns, 0, rows, columns, panels);
    }
    return new Panels(panels, rows, columns);
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
    Panels.multiply(
        b.rows(),
        ArrayStorage.of(a),
        aRow * a.columns() + aColumn,
        a.columns(),
        1,
        ((Panels) b).values(),
        b.columns(),
        ArrayStorage.of(c),
        cRow * c.columns() + cColumn,
        c.columns(),
        rows,
        accumulate,
        scratch.get().edge);
  }

  @Override
  public void addProductOverRows(
      Tensor a, int aRow, int aColumn, Tensor b, int bRow, int bColumn, int rows, Tensor c) {
    requireBlock("product over rows, left side", a, aRow, aColumn, rows, c.rows());
    requireBlock("product over rows, right side", b, bRow, bColumn, rows, c.columns());
    float[] left = ArrayStorage.of(a);
    float[] right = ArrayStorage.of(b);
    float[] sum = ArrayStorage.of(c);
    Scratch own = scratch.get();
    own.reserve(DEPTH * COUNT, Panels.length(DEPTH, c.columns()));
    for (int done = 0; done < rows; done += DEPTH) {
      int depth = Math.min(DEPTH, rows - done);
      Panels.pack(right, bRow + done, b.columns(), bColumn, depth, c.columns(), own.right);
      for (int first = 0; first < c.rows(); first += COUNT) {
        int width = Math.min(COUNT, c.rows() - first);
        for (int k = 0; k < depth; k++) {
          int from = (aRow + done + k) * a.columns() + aColumn + first;
          System.arraycopy(left, from, own.left, k * COUNT, width);
        }
        Panels.multiply(
            depth,
            own.left,
            0,
            1,
            COUNT,
            own.right,
            c.columns(),
            sum,
            first * c.columns(),
            c.columns(),
            width,
            true,
            own.edge);
      }
    }
  }

  @Override
  public Pointwise compile(PointwiseProgram program) {
    return new TiledPointwise(program, loops);
  }

  @Override
  public void overRows(int rows, RowRange work) {
    work.run(0, rows);
  }
}
