package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/** Rows added to rows and columns copied, with nothing touched behind their ends. */
final class VectorRows {
  private VectorRows() {}

  static void add(float[] from, int start, float[] to, int toStart, int n) {
    int body = n - n % COUNT;
    addWhole(from, start, to, toStart, body);
    for (int i = body; i < n; i++) {
      to[toStart + i] += from[start + i];
    }
  }

  private static void addWhole(float[] from, int start, float[] to, int toStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, from, start + i);
      FloatVector.fromArray(FLOATS, to, toStart + i).add(x).intoArray(to, toStart + i);
    }
  }

  /** Copies COUNT adjacent columns of some rows. */
  static void copyColumns(
      float[] from, int start, int stride, float[] to, int toStart, int toStride, int rows) {
    for (int k = 0; k < rows; k++) {
      FloatVector.fromArray(FLOATS, from, start + k * stride).intoArray(to, toStart + k * toStride);
    }
  }

  /** Copies some columns of some rows. */
  static void copyRows(
      float[] from,
      int start,
      int stride,
      float[] to,
      int toStart,
      int toStride,
      int rows,
      int width) {
    if (width < COUNT) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(from, start + row * stride, to, toStart + row * toStride, width);
      }
      return;
    }
    for (int column = 0; column + COUNT <= width; column += COUNT) {
      copyColumns(from, start + column, stride, to, toStart + column, toStride, rows);
    }
    if (width % COUNT > 0) {
      // The last vector overlaps the one before.
      int column = width - COUNT;
      copyColumns(from, start + column, stride, to, toStart + column, toStride, rows);
    }
  }
}
