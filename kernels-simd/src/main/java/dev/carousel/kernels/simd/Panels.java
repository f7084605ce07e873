package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;

import dev.carousel.tensor.PackedMatrix;
import java.util.Arrays;

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

  /** Packs some of the panels of a matrix that begins at an index of an array. */
  void pack(float[] matrix, int start, int firstPanel, int lastPanel) {
    for (int panel = firstPanel; panel < lastPanel; panel++) {
      pack(matrix, start, columns, panel, rows, values, panel * rows * WIDTH);
    }
  }

  /** Packs one panel of rows of a matrix. */
  static void pack(
      float[] matrix, int start, int columns, int panel, int rows, float[] into, int at) {
    int from = start + panel * WIDTH;
    int width = Math.min(WIDTH, columns - panel * WIDTH);
    if (width == WIDTH) {
      VectorRows.copyWide(matrix, from, columns, into, at, rows);
      return;
    }
    for (int k = 0, to = at; k < rows; k++, to += WIDTH) {
      System.arraycopy(matrix, from + k * columns, into, to, width);
      Arrays.fill(into, to + width, to + WIDTH, 0f);
    }
  }

  /**
   * Packs some of the panels of the transpose of a matrix, in squares so that reading and writing
   * both stay within a few lines of the cache.
   */
  void packTransposed(float[] matrix, int start, int firstPanel, int lastPanel) {
    for (int panel = firstPanel; panel < lastPanel; panel++) {
      int base = panel * rows * WIDTH;
      int width = Math.min(WIDTH, columns - panel * WIDTH);
      for (int square = 0; square < rows; square += COUNT) {
        int end = Math.min(rows, square + COUNT);
        for (int lane = 0; lane < width; lane++) {
          int from = start + (panel * WIDTH + lane) * rows;
          for (int k = square; k < end; k++) {
            values[base + k * WIDTH + lane] = matrix[from + k];
          }
        }
        for (int lane = width; lane < WIDTH; lane++) {
          for (int k = square; k < end; k++) {
            values[base + k * WIDTH + lane] = 0;
          }
        }
      }
    }
  }
}
