package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Panels.WIDTH;

import dev.carousel.tensor.ArrayStorage;
import dev.carousel.tensor.Tensor;

/**
 * C += Aᵀ B summed over rows, for some of the columns of A. Both are packed, block by block: B in
 * panels, A in stripes of COUNT columns whose numbers of one row lie beside each other. For one
 * thread at a time.
 */
final class ColumnProduct {
  // Rows to sum over at a time: a panel of so many fits the first-level cache.
  private static final int DEPTH = 256;
  private static final int ROWS = COUNT >= 16 ? 8 : 4;

  private final float[] edge = new float[ROWS * WIDTH];
  private float[] stripes = {};
  private float[] panels = {};

  private float[] c;
  private int columns;

  /**
   * Adds to some rows of C.
   *
   * @param a side by side as wide as C has rows
   * @param aRow the first row of each
   * @param b as wide as C
   * @param bRow its first row
   * @param rows how many to sum over
   * @param result C
   * @param from the first row of C
   * @param to the row of C after the last
   */
  void run(Tensor[] a, int aRow, Tensor b, int bRow, int rows, Tensor result, int from, int to) {
    c = ArrayStorage.of(result);
    columns = result.columns();
    int length = Panels.length(DEPTH, columns);
    if (panels.length < length) {
      panels = new float[length];
    }
    for (int done = 0; done < rows; done += DEPTH) {
      int depth = Math.min(DEPTH, rows - done);
      Panels.pack(ArrayStorage.of(b), (bRow + done) * columns, depth, columns, panels);
      int cRow = 0;
      for (Tensor left : a) {
        int first = Math.max(from - cRow, 0);
        int last = Math.min(to - cRow, left.columns());
        if (first < last) {
          part(left, aRow + done, depth, first, last, cRow + first);
        }
        cRow += left.columns();
      }
    }
    c = null;
  }

  /** The columns {@code first} to {@code last} of one A, for a block of rows. */
  private void part(Tensor left, int aRow, int depth, int first, int last, int cRow) {
    int width = last - first;
    int count = (width + COUNT - 1) / COUNT;
    if (stripes.length < count * depth * COUNT) {
      stripes = new float[count * DEPTH * COUNT];
    }
    float[] a = ArrayStorage.of(left);
    for (int stripe = 0; stripe < count; stripe++) {
      int length = Math.min(COUNT, width - stripe * COUNT);
      int from = aRow * left.columns() + first + stripe * COUNT;
      int to = stripe * depth * COUNT;
      for (int k = 0; k < depth; k++) {
        System.arraycopy(a, from + k * left.columns(), stripes, to + k * COUNT, length);
      }
    }
    for (int panel = 0; panel < Panels.count(columns); panel++) {
      for (int stripe = 0; stripe < count; stripe++) {
        int rows = Math.min(COUNT, width - stripe * COUNT);
        for (int row = 0; row < rows; ) {
          int tile = rows - row >= ROWS ? ROWS : rows - row >= 4 ? 4 : 1;
          int aAt = stripe * depth * COUNT + row;
          tile(tile, depth, aAt, panel, (cRow + stripe * COUNT + row) * columns);
          row += tile;
        }
      }
    }
  }

  private void tile(int rows, int depth, int aStart, int panel, int cStart) {
    int first = panel * WIDTH;
    int width = Math.min(WIDTH, columns - first);
    int bStart = panel * depth * WIDTH;
    if (width == WIDTH) {
      kernel(rows, depth, aStart, bStart, c, cStart + first, columns);
      return;
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(c, cStart + first + row * columns, edge, row * WIDTH, width);
    }
    kernel(rows, depth, aStart, bStart, edge, 0, WIDTH);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(edge, row * WIDTH, c, cStart + first + row * columns, width);
    }
  }

  private void kernel(
      int rows, int depth, int aStart, int bStart, float[] sum, int start, int stride) {
    switch (rows) {
      case 8 ->
          MicroKernels.eightInterleaved(
              depth, stripes, aStart, 0, panels, bStart, 0, sum, start, stride, sum, start, stride);
      case 4 ->
          MicroKernels.fourInterleaved(
              depth, stripes, aStart, 0, panels, bStart, 0, sum, start, stride, sum, start, stride);
      default ->
          MicroKernels.oneInterleaved(
              depth, stripes, aStart, 0, panels, bStart, 0, sum, start, stride, sum, start, stride);
    }
  }
}
