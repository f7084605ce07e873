package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Lanes.DOUBLES;
import static dev.carousel.kernels.simd.Lanes.FLOATS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Sums over arrays, in as many partial sums of doubles as two vectors hold floats, which are then
 * added one by one. (The order in which the JDK adds up a vector's lanes is not defined, and
 * differs between interpreted and compiled code.)
 */
final class VectorSums {
  private static final int STEP = 2 * COUNT;

  private final ThreadLocal<double[]> lanes =
      ThreadLocal.withInitial(() -> new double[DOUBLES.length()]);

  VectorSums() {}

  /** The sum of a range of elements. */
  double sum(float[] a, int from, int to) {
    int body = to - (to - from) % STEP;
    double[] partial = lanes.get();
    sum(a, from, body, partial);
    double sum = total(partial);
    for (int i = body; i < to; i++) {
      sum += a[i];
    }
    return sum;
  }

  /** The sum of the squares of a range of elements. */
  double sumOfSquares(float[] a, int from, int to) {
    int body = to - (to - from) % STEP;
    double[] partial = lanes.get();
    sumOfSquares(a, from, body, partial);
    double sum = total(partial);
    for (int i = body; i < to; i++) {
      sum += (double) a[i] * a[i];
    }
    return sum;
  }

  private static void sum(float[] a, int from, int to, double[] partial) {
    DoubleVector sum0 = DoubleVector.zero(DOUBLES);
    DoubleVector sum1 = DoubleVector.zero(DOUBLES);
    DoubleVector sum2 = DoubleVector.zero(DOUBLES);
    DoubleVector sum3 = DoubleVector.zero(DOUBLES);
    for (int i = from; i < to; i += STEP) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, i);
      FloatVector y = FloatVector.fromArray(FLOATS, a, i + COUNT);
      sum0 = sum0.add((DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0));
      sum1 = sum1.add((DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 1));
      sum2 = sum2.add((DoubleVector) y.convertShape(VectorOperators.F2D, DOUBLES, 0));
      sum3 = sum3.add((DoubleVector) y.convertShape(VectorOperators.F2D, DOUBLES, 1));
    }
    sum0.add(sum1).add(sum2.add(sum3)).intoArray(partial, 0);
  }

  private static void sumOfSquares(float[] a, int from, int to, double[] partial) {
    DoubleVector sum0 = DoubleVector.zero(DOUBLES);
    DoubleVector sum1 = DoubleVector.zero(DOUBLES);
    DoubleVector sum2 = DoubleVector.zero(DOUBLES);
    DoubleVector sum3 = DoubleVector.zero(DOUBLES);
    for (int i = from; i < to; i += STEP) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, i);
      FloatVector y = FloatVector.fromArray(FLOATS, a, i + COUNT);
      DoubleVector x0 = (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 0);
      DoubleVector x1 = (DoubleVector) x.convertShape(VectorOperators.F2D, DOUBLES, 1);
      DoubleVector y0 = (DoubleVector) y.convertShape(VectorOperators.F2D, DOUBLES, 0);
      DoubleVector y1 = (DoubleVector) y.convertShape(VectorOperators.F2D, DOUBLES, 1);
      sum0 = x0.fma(x0, sum0);
      sum1 = x1.fma(x1, sum1);
      sum2 = y0.fma(y0, sum2);
      sum3 = y1.fma(y1, sum3);
    }
    sum0.add(sum1).add(sum2.add(sum3)).intoArray(partial, 0);
  }

  private static double total(double[] partial) {
    double sum = 0;
    for (double lane : partial) {
      sum += lane;
    }
    return sum;
  }
}
