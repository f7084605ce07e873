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

  /** Adds rows one after the other, four in a pass, so that what they are added to is read less. */
  static void addRows(
      float[] from, int start, int stride, int rows, float[] to, int toStart, int n) {
    int body = n - n % COUNT;
    int row = 0;
    for (; row + 4 <= rows; row += 4) {
      int first = start + row * stride;
      addFour(from, first, stride, to, toStart, body);
      for (int r = 0; r < 4; r++) {
        for (int i = body; i < n; i++) {
          to[toStart + i] += from[first + r * stride + i];
        }
      }
    }
    for (; row < rows; row++) {
      add(from, start + row * stride, to, toStart, n);
    }
  }

  private static void addFour(float[] from, int start, int stride, float[] to, int toStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, from, start + i);
      FloatVector x1 = FloatVector.fromArray(FLOATS, from, start + stride + i);
      FloatVector x2 = FloatVector.fromArray(FLOATS, from, start + 2 * stride + i);
      FloatVector x3 = FloatVector.fromArray(FLOATS, from, start + 3 * stride + i);
      FloatVector sum = FloatVector.fromArray(FLOATS, to, toStart + i);
      sum.add(x0).add(x1).add(x2).add(x3).intoArray(to, toStart + i);
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
