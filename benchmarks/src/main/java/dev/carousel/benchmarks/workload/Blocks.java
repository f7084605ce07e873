package dev.carousel.benchmarks.workload;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Weights by name, to and from the stacked matrices of other systems. */
public final class Blocks {
  private Blocks() {}

  /**
   * Puts blocks of equal size below each other.
   *
   * @param named blocks by name
   * @param prefix "W_", "U_" or "b_"
   * @param gates whose blocks, from top to bottom
   * @return the stacked matrix, row-major
   */
  public static float[] stacked(Map<String, float[]> named, String prefix, List<String> gates) {
    int size = named.get(prefix + gates.get(0)).length;
    float[] stacked = new float[gates.size() * size];
    for (int g = 0; g < gates.size(); g++) {
      System.arraycopy(named.get(prefix + gates.get(g)), 0, stacked, g * size, size);
    }
    return stacked;
  }

  /**
   * The inverse of {@link #stacked}.
   *
   * @param stacked the stacked matrix
   * @param prefix "W_", "U_" or "b_"
   * @param gates whose blocks, from top to bottom
   * @param into receives the blocks by name
   */
  public static void split(
      float[] stacked, String prefix, List<String> gates, Map<String, float[]> into) {
    int size = stacked.length / gates.size();
    for (int g = 0; g < gates.size(); g++) {
      into.put(prefix + gates.get(g), Arrays.copyOfRange(stacked, g * size, (g + 1) * size));
    }
  }

  /**
   * Exchanges rows and columns.
   *
   * @param matrix [rows, columns]
   * @param rows its rows
   * @param columns its columns
   * @return [columns, rows]
   */
  public static float[] transposed(float[] matrix, int rows, int columns) {
    float[] transposed = new float[matrix.length];
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        transposed[j * rows + i] = matrix[i * columns + j];
      }
    }
    return transposed;
  }
}
