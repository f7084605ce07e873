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

  static Panels allocate(int rows, int columns) {
    return new Panels(new float[length(rows, columns)], rows, columns);
  }

  /** How long the array is that holds a matrix. */
  static int length(int rows, int columns) {
    return count(columns) * rows * WIDTH;
  }

  static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** Packs rows that begin at an index of an array. */
  static void pack(float[] matrix, int start, int rows, int columns, float[] into) {
    for (int panel = 0; panel < count(columns); panel++) {
      int first = panel * WIDTH;
      int width = Math.min(WIDTH, columns - first);
      int to = panel * rows * WIDTH;
      for (int k = 0; k < rows; k++, to += WIDTH) {
        System.arraycopy(matrix, start + k * columns + first, into, to, width);
        for (int lane = width; lane < WIDTH; lane++) {
          into[to + lane] = 0;
        }
      }
    }
  }

  /**
   * Packs the transpose of rows that begin at an index of an array, in squares so that reading and
   * writing both stay within a few lines of the cache.
   *
   * @param rows how many rows the transpose has, the width of the matrix
   * @param columns how many columns the transpose has, the number of rows taken
   */
  static void packTransposed(float[] matrix, int start, int rows, int columns, float[] into) {
    for (int panel = 0; panel < count(columns); panel++) {
      int base = panel * rows * WIDTH;
      int width = Math.min(WIDTH, columns - panel * WIDTH);
      for (int square = 0; square < rows; square += COUNT) {
        int end = Math.min(rows, square + COUNT);
        for (int lane = 0; lane < width; lane++) {
          int from = start + (panel * WIDTH + lane) * rows;
          for (int k = square; k < end; k++) {
            into[base + k * WIDTH + lane] = matrix[from + k];
          }
        }
        for (int lane = width; lane < WIDTH; lane++) {
          for (int k = square; k < end; k++) {
            into[base + k * WIDTH + lane] = 0;
          }
        }
      }
    }
  }
}
