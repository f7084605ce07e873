package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;

import dev.carousel.tensor.PackedMatrix;
import java.util.Arrays;

/**
 * A right-hand side cut into panels of a few vectors' width, each contiguous. The last one is only
 * as many vectors wide as are needed, padded with zeros.
 *
 * @param values panel after panel; element (k, lane) of a panel v vectors wide is at k · v · COUNT
 *     + lane from where it starts, which is {@link #start}
 * @param rows the depth of products with it
 * @param columns their width
 */
record Panels(float[] values, int rows, int columns) implements PackedMatrix {
  /**
   * How many vectors wide panels are. Eight rows of three make 24 sums, which with 32 registers is
   * the fastest on JDK 17; later compilers keep only 16 of them in registers.
   */
  static final int VECTORS = COUNT >= 16 && Runtime.version().feature() < 21 ? 3 : 2;

  static final int WIDTH = VECTORS * COUNT;
  private static final int LANES = 8;

  static Panels allocate(int rows, int columns) {
    return new Panels(new float[length(rows, columns)], rows, columns);
  }

  /** How long the array is that holds a matrix. */
  static int length(int rows, int columns) {
    return (columns + COUNT - 1) / COUNT * COUNT * rows;
  }

  /** How many panels there are. */
  static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** How many vectors wide a panel is. */
  static int vectors(int columns, int panel) {
    return Math.min(VECTORS, (columns - panel * WIDTH + COUNT - 1) / COUNT);
  }

  /** Where a panel starts; all before it have the full width. */
  static int start(int rows, int panel) {
    return panel * rows * WIDTH;
  }

  /** Packs some of the panels of a matrix that begins at an index of an array. */
  void pack(float[] matrix, int start, int firstPanel, int lastPanel) {
    for (int panel = firstPanel; panel < lastPanel; panel++) {
      pack(matrix, start, columns, panel, rows, values, start(rows, panel));
    }
  }

  /** Packs one panel of rows of a matrix. */
  static void pack(
      float[] matrix, int start, int columns, int panel, int rows, float[] into, int at) {
    int stride = vectors(columns, panel) * COUNT;
    int first = panel * WIDTH;
    int width = Math.min(WIDTH, columns - first);
    int lane = 0;
    for (; lane + COUNT <= width; lane += COUNT) {
      int from = start + first + lane;
      VectorRows.copyColumns(matrix, from, columns, into, at + lane, stride, rows);
    }
    for (int k = 0; k < rows && lane < stride; k++) {
      int to = at + k * stride;
      int from = start + k * columns + first + lane;
      System.arraycopy(matrix, from, into, to + lane, width - lane);
      Arrays.fill(into, to + width, to + stride, 0f);
    }
  }

  /** Packs some of the panels of the transpose of a matrix. */
  void packTransposed(float[] matrix, int start, int firstPanel, int lastPanel) {
    for (int panel = firstPanel; panel < lastPanel; panel++) {
      int base = start(rows, panel);
      int stride = vectors(columns, panel) * COUNT;
      int width = Math.min(WIDTH, columns - panel * WIDTH);
      int lane = 0;
      for (; lane + LANES <= width; lane += LANES) {
        int from = start + (panel * WIDTH + lane) * rows;
        packLanes(matrix, from, rows, values, base + lane, stride);
      }
      for (; lane < stride; lane++) {
        int from = start + (panel * WIDTH + lane) * rows;
        for (int k = 0; k < rows; k++) {
          values[base + k * stride + lane] = lane < width ? matrix[from + k] : 0;
        }
      }
    }
  }

  /** Eight adjacent lanes at once, so that what is written is adjacent as well. */
  private static void packLanes(
      float[] matrix, int from, int rows, float[] into, int base, int stride) {
    int row1 = from + rows;
    int row2 = row1 + rows;
    int row3 = row2 + rows;
    int row4 = row3 + rows;
    int row5 = row4 + rows;
    int row6 = row5 + rows;
    int row7 = row6 + rows;
    for (int k = 0; k < rows; k++) {
      int to = base + k * stride;
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
