package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;

import dev.carousel.tensor.PackedMatrix;

/**
 * A right-hand side cut into panels of two vectors' width, each contiguous and padded with zeros.
 *
 * @param values panel after panel; element (k, lane) of panel p is at (p · rows + k) · WIDTH + lane
 * @param rows the depth of products with it
 * @param columns their width
 */
record Panels(float[] values, int rows, int columns) implements PackedMatrix {
  static final int WIDTH = 2 * COUNT;

  /** The length of the scratch that {@link #multiply} needs. */
  static final int EDGE = 8 * WIDTH;

  // Rows of A at a time, few enough that they stay in the second-level cache while all panels pass.
  private static final int ROW_BLOCK = 128;

  /** How long the array is that holds a matrix. */
  static int length(int rows, int columns) {
    return count(columns) * rows * WIDTH;
  }

  private static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /**
   * Packs the rows {@code from} to {@code from + rows} of a matrix with the given stride and first
   * column.
   */
  static void pack(
      float[] matrix, int from, int stride, int column, int rows, int columns, float[] into) {
    for (int panel = 0; panel < count(columns); panel++) {
      int first = panel * WIDTH;
      int width = Math.min(WIDTH, columns - first);
      int to = panel * rows * WIDTH;
      for (int k = 0; k < rows; k++, to += WIDTH) {
        System.arraycopy(matrix, (from + k) * stride + column + first, into, to, width);
        for (int lane = width; lane < WIDTH; lane++) {
          into[to + lane] = 0;
        }
      }
    }
  }

  /** Packs the transpose of a whole matrix [columns, rows]. */
  static void packTransposed(float[] matrix, int rows, int columns, float[] into) {
    for (int panel = 0; panel < count(columns); panel++) {
      int base = panel * rows * WIDTH;
      for (int lane = 0; lane < WIDTH; lane++) {
        int column = panel * WIDTH + lane;
        for (int k = 0; k < rows; k++) {
          into[base + k * WIDTH + lane] = column < columns ? matrix[column * rows + k] : 0;
        }
      }
    }
  }

  /**
   * C = A B or C += A B, with A and C addressed as in {@link MicroKernels}.
   *
   * @param edge scratch of {@link #EDGE} numbers, for a last panel that is wider than what is left
   *     of C
   */
  static void multiply(
      int depth,
      float[] a,
      int aStart,
      int aRow,
      int aDepth,
      float[] panels,
      int columns,
      float[] c,
      int cStart,
      int cRow,
      int rows,
      boolean accumulate,
      float[] edge) {
    for (int block = 0; block < rows; block += ROW_BLOCK) {
      int last = Math.min(rows, block + ROW_BLOCK);
      for (int panel = 0; panel < count(columns); panel++) {
        int first = panel * WIDTH;
        int b = panel * depth * WIDTH;
        int width = Math.min(WIDTH, columns - first);
        // Adding in the micro-kernel would double its size, which the compiler may answer by not
        // inlining its last stores.
        boolean direct = width == WIDTH && !accumulate;
        for (int row = block; row < last; ) {
          int tile = tile(last - row);
          int aAt = aStart + row * aRow;
          int cAt = cStart + row * cRow + first;
          if (direct) {
            tile(tile, depth, a, aAt, aRow, aDepth, panels, b, c, cAt, cRow);
          } else {
            tile(tile, depth, a, aAt, aRow, aDepth, panels, b, edge, 0, WIDTH);
            copyEdge(edge, tile, width, c, cAt, cRow, accumulate);
          }
          row += tile;
        }
      }
    }
  }

  /**
   * How many rows a micro-kernel takes; a machine with 16 registers cannot hold the sums of eight.
   */
  private static int tile(int rows) {
    if (COUNT >= 16 && rows >= 8) {
      return 8;
    }
    return rows >= 4 ? 4 : 1;
  }

  private static void tile(
      int tile,
      int depth,
      float[] a,
      int aStart,
      int aRow,
      int aDepth,
      float[] b,
      int bStart,
      float[] c,
      int cStart,
      int cRow) {
    switch (tile) {
      case 8 -> MicroKernels.eightRows(depth, a, aStart, aRow, aDepth, b, bStart, c, cStart, cRow);
      case 4 -> MicroKernels.fourRows(depth, a, aStart, aRow, aDepth, b, bStart, c, cStart, cRow);
      default -> MicroKernels.oneRow(depth, a, aStart, aRow, aDepth, b, bStart, c, cStart, cRow);
    }
  }

  private static void copyEdge(
      float[] edge, int rows, int width, float[] c, int cStart, int cRow, boolean accumulate) {
    for (int row = 0; row < rows; row++) {
      int to = cStart + row * cRow;
      for (int j = 0; j < width; j++) {
        float value = edge[row * WIDTH + j];
        c[to + j] = accumulate ? c[to + j] + value : value;
      }
    }
  }
}
