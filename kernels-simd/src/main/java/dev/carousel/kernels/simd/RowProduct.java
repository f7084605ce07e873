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
  private static final int WIDE = 2;
  private static final float[] ZEROS = new float[WIDE * WIDTH];

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
        block(depth, aStart + k, k * WIDTH, sStart, cStart, count);
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

  private void block(int depth, int aStart, int bStart, int sStart, int cStart, int rows) {
    int tiled = rows >= 4 ? rows / 4 * 4 : 0;
    int panels = Panels.count(b.columns());
    int bPanel = b.rows() * WIDTH;
    if (tiled > 0) {
      for (int panel = 0; panel < panels; panel++) {
        int at = bStart + panel * bPanel;
        for (int row = 0; row < tiled; ) {
          int tile = ROWS == 8 && tiled - row >= 8 ? 8 : 4;
          tile(
              tile,
              depth,
              aStart + row * aRow,
              at,
              sStart + row * sRow,
              cStart + row * cRow,
              panel);
          row += tile;
        }
      }
    }
    for (int row = tiled; row < rows; row++) {
      int aAt = aStart + row * aRow;
      int sAt = sStart + row * sRow;
      int cAt = cStart + row * cRow;
      int panel = 0;
      for (; (panel + WIDE) * WIDTH <= b.columns(); panel += WIDE) {
        int first = s == ZEROS ? 0 : sAt + panel * WIDTH;
        int at = bStart + panel * bPanel;
        MicroKernels.oneRowTwoPanels(
            depth, a, aAt, aRow, b.values(), at, bPanel, s, first, 0, c, cAt + panel * WIDTH, 0);
      }
      for (; panel < panels; panel++) {
        tile(1, depth, aAt, bStart + panel * bPanel, sAt, cAt, panel);
      }
    }
  }

  /** One tile of C, its rows from the given indices on. */
  private void tile(
      int rows, int depth, int aStart, int bStart, int sStart, int cStart, int panel) {
    int first = panel * WIDTH;
    int width = Math.min(WIDTH, b.columns() - first);
    int from = s == ZEROS ? 0 : sStart + first;
    boolean half = width <= COUNT;
    if (width == WIDTH || width == COUNT) {
      kernel(half, rows, depth, aStart, bStart, s, from, sRow, c, cStart + first, cRow);
      return;
    }
    for (int row = 0; row < rows; row++) {
      System.arraycopy(s, from + row * sRow, edge, row * WIDTH, width);
    }
    kernel(half, rows, depth, aStart, bStart, edge, 0, WIDTH, edge, 0, WIDTH);
    for (int row = 0; row < rows; row++) {
      System.arraycopy(edge, row * WIDTH, c, cStart + first + row * cRow, width);
    }
  }

  private void kernel(
      boolean half,
      int rows,
      int depth,
      int aStart,
      int bStart,
      float[] from,
      int fromStart,
      int fromRow,
      float[] to,
      int toStart,
      int toRow) {
    float[] panels = b.values();
    if (half) {
      switch (rows) {
        case 8 ->
            MicroKernels.eightRowsHalfPanel(
                depth, a, aStart, aRow, panels, bStart, 0, from, fromStart, fromRow, to, toStart,
                toRow);
        case 4 ->
            MicroKernels.fourRowsHalfPanel(
                depth, a, aStart, aRow, panels, bStart, 0, from, fromStart, fromRow, to, toStart,
                toRow);
        default ->
            MicroKernels.oneRowHalfPanel(
                depth, a, aStart, aRow, panels, bStart, 0, from, fromStart, fromRow, to, toStart,
                toRow);
      }
      return;
    }
    switch (rows) {
      case 8 ->
          MicroKernels.eightRows(
              depth, a, aStart, aRow, panels, bStart, 0, from, fromStart, fromRow, to, toStart,
              toRow);
      case 4 ->
          MicroKernels.fourRows(
              depth, a, aStart, aRow, panels, bStart, 0, from, fromStart, fromRow, to, toStart,
              toRow);
      default ->
          MicroKernels.oneRow(
              depth, a, aStart, aRow, panels, bStart, 0, from, fromStart, fromRow, to, toStart,
              toRow);
    }
  }
}
