package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Panels.WIDTH;

import dev.carousel.tensor.Addend;
import dev.carousel.tensor.ArrayStorage;
import dev.carousel.tensor.Tensor;

/** C = A B plus an addend, for rows of A as they lie and a packed B. For one thread at a time. */
final class RowProduct {
  // So much of A at a time stays in the second-level cache while all panels pass.
  private static final int BLOCK_ELEMENTS = 1 << 17;
  // So many rows of a panel at a time. They are streamed from the second-level cache, which costs
  // less than to pass over C more often.
  private static final int DEPTH = 1024;
  private static final int ROWS = COUNT >= 16 ? 8 : 4;
  private static final float[] ZEROS = new float[2 * WIDTH];

  // A last panel may be wider than what is left of C; it is computed here and then copied.
  private final float[] edge = new float[ROWS * WIDTH];

  private float[] a;
  private int aRow;
  private Panels b;
  private float[] c;
  private int cRow;
  private float[] s;
  private int sRow;

  /** See {@link dev.carousel.tensor.Kernels#product}, whose checks have been made. */
  void run(
      Tensor left, int leftRow, Panels right, Addend addend, Tensor result, int row, int rows) {
    a = ArrayStorage.of(left);
    aRow = left.columns();
    b = right;
    c = ArrayStorage.of(result);
    cRow = result.columns();
    int blockRows = Math.max(ROWS, BLOCK_ELEMENTS / Math.max(1, Math.min(DEPTH, b.rows())));
    for (int block = 0; block < rows; block += blockRows) {
      int count = Math.min(blockRows, rows - block);
      int aStart = (leftRow + block) * aRow;
      int cStart = (row + block) * cRow;
      int sStart = start(addend, cStart);
      // One pass even where there is nothing to add up, because C is still to be written.
      int k = 0;
      do {
        int depth = Math.min(DEPTH, b.rows() - k);
        block(depth, k, aStart + k, sStart, cStart, count);
        k += depth;
        sStart = start(Addend.RESULT, cStart);
      } while (k < b.rows());
    }
    a = null;
    b = null;
    c = null;
    s = null;
  }

  /** Sets where sums begin and returns the index of the first. */
  private int start(Addend addend, int cStart) {
    if (addend instanceof Addend.Row vector) {
      s = ArrayStorage.of(vector.tensor());
      sRow = 0;
      return vector.row() * vector.tensor().columns() + vector.column();
    }
    boolean result = addend instanceof Addend.Result;
    s = result ? c : ZEROS;
    sRow = result ? cRow : 0;
    return result ? cStart : 0;
  }

  private void block(int depth, int k, int aStart, int sStart, int cStart, int rows) {
    int columns = b.columns();
    int panels = Panels.count(columns);
    int panel = 0;
    while (panel < panels) {
      int vectors = Panels.vectors(columns, panel);
      int first = Panels.first(columns, panel);
      int bStart = b.rows() * first + k * vectors * COUNT;
      int from = s == ZEROS ? 0 : sStart + first;
      boolean twoAlike =
          first + 2 * vectors * COUNT <= columns && Panels.vectors(columns, panel + 1) == vectors;
      if (rows == 1 && twoAlike) {
        pair(vectors, depth, aStart, bStart, from, cStart + first);
        panel += 2;
      } else {
        int width = Math.min(vectors * COUNT, columns - first);
        tiles(rows, vectors, width, depth, aStart, bStart, from, cStart + first);
        panel++;
      }
    }
  }

  /** One row of C in two whole panels. */
  private void pair(int vectors, int depth, int a0, int b0, int s0, int c0) {
    int bPanel = b.rows() * vectors * COUNT;
    MicroKernels.pair(1, vectors, depth, a, a0, 0, b.values(), b0, bPanel, s, s0, 0, c, c0, 0);
  }

  /** All rows of C in one panel, tile by tile. */
  private void tiles(int rows, int vectors, int width, int depth, int a0, int b0, int s0, int c0) {
    for (int row = 0; row < rows; row += ROWS) {
      int count = Math.min(ROWS, rows - row);
      int aAt = a0 + row * aRow;
      int sAt = s0 + row * sRow;
      int cAt = c0 + row * cRow;
      if (width == vectors * COUNT) {
        kernel(count, vectors, depth, aAt, b0, s, sAt, sRow, c, cAt, cRow);
      } else {
        int stride = vectors * COUNT;
        VectorRows.copyRows(s, sAt, sRow, edge, 0, stride, count, width);
        kernel(count, vectors, depth, aAt, b0, edge, 0, stride, edge, 0, stride);
        VectorRows.copyRows(edge, 0, stride, c, cAt, cRow, count, width);
      }
    }
  }

  private void kernel(
      int rows,
      int vectors,
      int depth,
      int a0,
      int b0,
      float[] from,
      int s0,
      int sRows,
      float[] to,
      int c0,
      int cRows) {
    MicroKernels.rows(
        rows, vectors, depth, a, a0, aRow, b.values(), b0, 0, from, s0, sRows, to, c0, cRows);
  }
}
