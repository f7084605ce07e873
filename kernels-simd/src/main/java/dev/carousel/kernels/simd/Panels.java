package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;

import dev.carousel.tensor.PackedMatrix;
import java.util.Arrays;

/**
 * A right-hand side cut into panels of a few vectors' width, each contiguous: as few as possible,
 * the first ones at most one vector wider than the others, since narrow ones are slow. What the
 * last one has beyond the matrix is zero.
 *
 * @param values panel after panel; element (k, lane) of a panel v vectors wide is at k · v · COUNT
 *     + lane from where it starts, which is rows · {@link #first}
 * @param rows the depth of products with it
 * @param columns their width
 */
record Panels(float[] values, int rows, int columns) implements PackedMatrix {
  /**
   * How many vectors wide panels are at most. Eight rows of three make 24 sums, which with 32
   * registers is the fastest on JDK 17; later compilers keep only 16 of them in registers.
   */
  static final int VECTORS = COUNT >= 16 && Runtime.version().feature() < 21 ? 3 : 2;

  static final int WIDTH = VECTORS * COUNT;

  /** So many rows are packed at a time, so that what is read stays on few pages. */
  static final int CHUNK = 32;

  private static final int LANES = 8;

  static Panels allocate(int rows, int columns) {
    return new Panels(new float[length(rows, columns)], rows, columns);
  }

  /** How long the array is that holds a matrix. */
  static int length(int rows, int columns) {
    return vectors(columns) * COUNT * rows;
  }

  private static int vectors(int columns) {
    return (columns + COUNT - 1) / COUNT;
  }

  /** How many panels there are. */
  static int count(int columns) {
    return (columns + WIDTH - 1) / WIDTH;
  }

  /** How many vectors wide a panel is. */
  static int vectors(int columns, int panel) {
    int vectors = vectors(columns);
    int count = count(columns);
    return vectors / count + (panel < vectors % count ? 1 : 0);
  }

  /** The first column of a panel. */
  static int first(int columns, int panel) {
    int vectors = vectors(columns);
    int count = count(columns);
    return (panel * (vectors / count) + Math.min(panel, vectors % count)) * COUNT;
  }

  /** Packs some of the panels of a matrix that begins at an index of an array. */
  void pack(float[] matrix, int start, int firstPanel, int lastPanel) {
    for (int k = 0; k < rows; k += CHUNK) {
      int count = Math.min(CHUNK, rows - k);
      for (int panel = firstPanel; panel < lastPanel; panel++) {
        int at = rows * first(columns, panel) + k * vectors(columns, panel) * COUNT;
        pack(matrix, start + k * columns, columns, panel, count, values, at);
      }
    }
  }

  /** Packs one panel of rows of a matrix. */
  static void pack(
      float[] matrix, int start, int columns, int panel, int rows, float[] into, int at) {
    int stride = vectors(columns, panel) * COUNT;
    int first = first(columns, panel);
    int width = Math.min(stride, columns - first);
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
      int first = first(columns, panel);
      int base = rows * first;
      int stride = vectors(columns, panel) * COUNT;
      int width = Math.min(stride, columns - first);
      int lane = 0;
      for (; lane + LANES <= width; lane += LANES) {
        int from = start + (first + lane) * rows;
        packLanes(matrix, from, rows, values, base + lane, stride);
      }
      for (; lane < stride; lane++) {
        int from = start + (first + lane) * rows;
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
