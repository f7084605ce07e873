package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.FloatVector;

/**
 * C = A B for a few rows of A and a packed panel of B two vectors wide. Every sum stays in a
 * register, so the code is straight-line, and no vector crosses a method: one that does is boxed
 * wherever the method is not inlined.
 *
 * <p>A's element (row, k) is a[aStart + row · aRow + k · aDepth], so A may be transposed. The
 * panel's element (k, lane) is b[bStart + k · 2 · COUNT + lane]. C's row begins at c[cStart + row ·
 * cRow]; the masks say which of the lanes of its two vectors are inside it. Every element of C is
 * one sum over k in ascending order, whichever of the kernels computes it.
 */
final class MicroKernels {
  private MicroKernels() {}

  /** Eight rows of A, straight-line. */
  static void eightRows(
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
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    FloatVector c40 = FloatVector.zero(FLOATS);
    FloatVector c41 = FloatVector.zero(FLOATS);
    FloatVector c50 = FloatVector.zero(FLOATS);
    FloatVector c51 = FloatVector.zero(FLOATS);
    FloatVector c60 = FloatVector.zero(FLOATS);
    FloatVector c61 = FloatVector.zero(FLOATS);
    FloatVector c70 = FloatVector.zero(FLOATS);
    FloatVector c71 = FloatVector.zero(FLOATS);
    int a0 = aStart;
    int a1 = aStart + aRow;
    int a2 = aStart + 2 * aRow;
    int a3 = aStart + 3 * aRow;
    int a4 = aStart + 4 * aRow;
    int a5 = aStart + 5 * aRow;
    int a6 = aStart + 6 * aRow;
    int a7 = aStart + 7 * aRow;
    int bk = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bk + COUNT);
      int ak = k * aDepth;
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + ak]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + ak]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + ak]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + ak]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      FloatVector x4 = FloatVector.broadcast(FLOATS, a[a4 + ak]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(FLOATS, a[a5 + ak]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(FLOATS, a[a6 + ak]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      FloatVector x7 = FloatVector.broadcast(FLOATS, a[a7 + ak]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
      bk += 2 * COUNT;
    }
    int at = cStart;
    c00.intoArray(c, at);
    c01.intoArray(c, at + COUNT);
    at += cRow;
    c10.intoArray(c, at);
    c11.intoArray(c, at + COUNT);
    at += cRow;
    c20.intoArray(c, at);
    c21.intoArray(c, at + COUNT);
    at += cRow;
    c30.intoArray(c, at);
    c31.intoArray(c, at + COUNT);
    at += cRow;
    c40.intoArray(c, at);
    c41.intoArray(c, at + COUNT);
    at += cRow;
    c50.intoArray(c, at);
    c51.intoArray(c, at + COUNT);
    at += cRow;
    c60.intoArray(c, at);
    c61.intoArray(c, at + COUNT);
    at += cRow;
    c70.intoArray(c, at);
    c71.intoArray(c, at + COUNT);
  }

  /** Four rows of A, straight-line. */
  static void fourRows(
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
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    FloatVector c10 = FloatVector.zero(FLOATS);
    FloatVector c11 = FloatVector.zero(FLOATS);
    FloatVector c20 = FloatVector.zero(FLOATS);
    FloatVector c21 = FloatVector.zero(FLOATS);
    FloatVector c30 = FloatVector.zero(FLOATS);
    FloatVector c31 = FloatVector.zero(FLOATS);
    int a0 = aStart;
    int a1 = aStart + aRow;
    int a2 = aStart + 2 * aRow;
    int a3 = aStart + 3 * aRow;
    int bk = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bk + COUNT);
      int ak = k * aDepth;
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + ak]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(FLOATS, a[a1 + ak]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(FLOATS, a[a2 + ak]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(FLOATS, a[a3 + ak]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
      bk += 2 * COUNT;
    }
    int at = cStart;
    c00.intoArray(c, at);
    c01.intoArray(c, at + COUNT);
    at += cRow;
    c10.intoArray(c, at);
    c11.intoArray(c, at + COUNT);
    at += cRow;
    c20.intoArray(c, at);
    c21.intoArray(c, at + COUNT);
    at += cRow;
    c30.intoArray(c, at);
    c31.intoArray(c, at + COUNT);
  }

  /** One row of A, straight-line. */
  static void oneRow(
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
    FloatVector c00 = FloatVector.zero(FLOATS);
    FloatVector c01 = FloatVector.zero(FLOATS);
    int a0 = aStart;
    int bk = bStart;
    for (int k = 0; k < depth; k++) {
      FloatVector b0 = FloatVector.fromArray(FLOATS, b, bk);
      FloatVector b1 = FloatVector.fromArray(FLOATS, b, bk + COUNT);
      int ak = k * aDepth;
      FloatVector x0 = FloatVector.broadcast(FLOATS, a[a0 + ak]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      bk += 2 * COUNT;
    }
    int at = cStart;
    c00.intoArray(c, at);
    c01.intoArray(c, at + COUNT);
  }
}
