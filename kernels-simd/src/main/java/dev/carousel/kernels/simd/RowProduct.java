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
  // Of a panel so many rows fit the first-level cache beside the rows of A.
  private static final int DEPTH = 256;
  private static final int ROWS = COUNT >= 16 ? 8 : 4;
  private static final float[] ZEROS = new float[2 * WIDTH];

  // A last panel is wider than what is left of C, so it is computed here and then copied.
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
    int tiled = rows / 4 * 4;
    int panels = Panels.count(b.columns());
    for (int panel = 0; panel < panels && tiled > 0; panel++) {
      for (int row = 0; row < tiled; ) {
        int tile = ROWS == 8 && tiled - row >= 8 ? 8 : 4;
        tile(tile, depth, k, aStart + row * aRow, sStart + row * sRow, cStart + row * cRow, panel);
        row += tile;
      }
    }
    for (int row = tiled; row < rows; row++) {
      int aAt = aStart + row * aRow;
      int sAt = sStart + row * sRow;
      int cAt = cStart + row * cRow;
      int panel = 0;
      for (; (panel + 2) * WIDTH <= b.columns(); panel += 2) {
        pair(depth, k, aAt, sAt, cAt, panel);
      }
      for (; panel < panels; panel++) {
        tile(1, depth, k, aAt, sAt, cAt, panel);
      }
    }
  }

  /** One row of C in two whole panels. */
  private void pair(int depth, int k, int aStart, int sStart, int cStart, int panel) {
    int first = panel * WIDTH;
    int from = s == ZEROS ? 0 : sStart + first;
    int bStart = Panels.start(b.rows(), panel) + k * WIDTH;
    int bPanel = b.rows() * WIDTH;
    float[] v = b.values();
    if (Panels.VECTORS == 3) {
      MicroKernels.pairs1x3(
          depth, a, aStart, 0, v, bStart, bPanel, s, from, 0, c, cStart + first, 0);
    } else {
      MicroKernels.pairs1x2(
          depth, a, aStart, 0, v, bStart, bPanel, s, from, 0, c, cStart + first, 0);
    }
  }

  /** One tile of C, its rows from the given indices on. */
  private void tile(int rows, int depth, int k, int aStart, int sStart, int cStart, int panel) {
    int first = panel * WIDTH;
    int width = Math.min(WIDTH, b.columns() - first);
    int vectors = Panels.vectors(b.columns(), panel);
    int stride = vectors * COUNT;
    int from = s == ZEROS ? 0 : sStart + first;
    int bStart = Panels.start(b.rows(), panel) + k * stride;
    if (width == stride) {
      kernel(rows, vectors, depth, aStart, bStart, s, from, sRow, c, cStart + first, cRow);
      return;
    }
    VectorRows.copyRows(s, from, sRow, edge, 0, stride, rows, width);
    kernel(rows, vectors, depth, aStart, bStart, edge, 0, stride, edge, 0, stride);
    VectorRows.copyRows(edge, 0, stride, c, cStart + first, cRow, rows, width);
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
    float[] v = b.values();
    switch (10 * rows + vectors) {
      case 83 -> MicroKernels.rows8x3(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 82 -> MicroKernels.rows8x2(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 81 -> MicroKernels.rows8x1(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 43 -> MicroKernels.rows4x3(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 42 -> MicroKernels.rows4x2(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 41 -> MicroKernels.rows4x1(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 13 -> MicroKernels.rows1x3(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 12 -> MicroKernels.rows1x2(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      case 11 -> MicroKernels.rows1x1(depth, a, a0, aRow, v, b0, 0, from, s0, sRows, to, c0, cRows);
      default -> throw new IllegalArgumentException(rows + " rows of " + vectors + " vectors");
    }
  }
}
