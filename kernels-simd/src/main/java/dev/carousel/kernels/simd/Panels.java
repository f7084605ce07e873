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
  private static final int LANES = 8;

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

  /** Packs some of the panels of the transpose of a matrix. */
  void packTransposed(float[] matrix, int start, int firstPanel, int lastPanel) {
    for (int panel = firstPanel; panel < lastPanel; panel++) {
      int base = panel * rows * WIDTH;
      int width = Math.min(WIDTH, columns - panel * WIDTH);
      int lane = 0;
      for (; lane + LANES <= width; lane += LANES) {
        packLanes(matrix, start + (panel * WIDTH + lane) * rows, rows, values, base + lane);
      }
      for (; lane < WIDTH; lane++) {
        int from = start + (panel * WIDTH + lane) * rows;
        for (int k = 0; k < rows; k++) {
          values[base + k * WIDTH + lane] = lane < width ? matrix[from + k] : 0;
        }
      }
    }
  }

  /** Eight adjacent lanes at once, so that what is written is adjacent as well. */
  private static void packLanes(float[] matrix, int from, int rows, float[] into, int base) {
    int row1 = from + rows;
    int row2 = row1 + rows;
    int row3 = row2 + rows;
    int row4 = row3 + rows;
    int row5 = row4 + rows;
    int row6 = row5 + rows;
    int row7 = row6 + rows;
    for (int k = 0; k < rows; k++) {
      int to = base + k * WIDTH;
      into[to] = matrix[from + k];
      into[to + 1] = matrix[row1 + k];
      into[to + 2] = matrix[row2 + k];
      into[to + 3] = matrix[row3 + k];
      into[to + 4] = matrix[row4 + k];
      into[to + 5] = matrix[row5 + k];
      into[to + 6] = matrix[row6 + k];
      into[to + 7] = matrix[row7 + k];
    }
  }
}
