package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Exponential.BITS_OF_ONE;
import static dev.carousel.kernels.simd.Exponential.LOG2_E;
import static dev.carousel.kernels.simd.Exponential.MINUS_LN2_HIGH;
import static dev.carousel.kernels.simd.Exponential.MINUS_LN2_LOW;
import static dev.carousel.kernels.simd.Exponential.ONE;
import static dev.carousel.kernels.simd.Exponential.P0;
import static dev.carousel.kernels.simd.Exponential.P1;
import static dev.carousel.kernels.simd.Exponential.P2;
import static dev.carousel.kernels.simd.Exponential.P3;
import static dev.carousel.kernels.simd.Exponential.P4;
import static dev.carousel.kernels.simd.Exponential.ROUND;
import static dev.carousel.kernels.simd.Exponential.constant;
import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Lanes.FLOATS;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Softmax of a row of logits x: e^(x - max x) over the sum of these.
 *
 * <p>The sum is added up in floats over at most {@link #BLOCK} / {@link Lanes#COUNT} terms a lane,
 * and in double from there on, always in the same order, so that its relative error is below 64
 * roundings of a float however long the row. What is more than 87.7 below the largest logit gets
 * the probability 0.
 */
final class VectorSoftmax {
  private static final int BLOCK = 64 * COUNT;
  // Rounded to n = -127, whose bits are those of 0 instead of 2^n.
  private static final FloatVector ZERO_FROM = constant(-88f);

  // A row's last part, filled up with logits of minus infinity, and sums of lanes.
  private final ThreadLocal<float[][]> scratch = ThreadLocal.withInitial(() -> new float[2][COUNT]);

  VectorSoftmax() {}

  /**
   * Softmax of n logits from a start on, times a factor.
   *
   * @return -log of the target's probability
   */
  double row(float[] logits, int start, int n, int target, float factor, float[] to) {
    float[] edge = scratch.get()[0];
    float[] lanes = scratch.get()[1];
    int body = n - n % COUNT;
    Arrays.fill(edge, Float.NEGATIVE_INFINITY);
    System.arraycopy(logits, start + body, edge, 0, n - body);
    float largest = largest(edge, logits, start, body);
    double sum = 0;
    for (int done = 0; done < body; done += BLOCK) {
      int count = Math.min(BLOCK, body - done);
      exponentials(logits, start + done, largest, to, start + done, count, lanes);
      sum += total(lanes);
    }
    if (body < n) {
      exponentials(edge, 0, largest, edge, 0, COUNT, lanes);
      sum += total(lanes);
    }
    float scale = (float) (factor / sum);
    scale(to, start, body, scale);
    if (body < n) {
      scale(edge, 0, COUNT, scale);
      System.arraycopy(edge, 0, to, start + body, n - body);
    }
    return Math.log(sum) + largest - logits[start + target];
  }

  // NaN may be missed here: it makes the sum NaN. The order of a maximum's lanes does not matter.
  private static float largest(float[] edge, float[] x, int start, int n) {
    FloatVector largest0 = FloatVector.fromArray(FLOATS, edge, 0);
    FloatVector largest1 = largest0;
    int i = start;
    for (; i < start + n - COUNT; i += 2 * COUNT) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, i);
      FloatVector x1 = FloatVector.fromArray(FLOATS, x, i + COUNT);
      largest0 = largest0.blend(x0, x0.compare(VectorOperators.GT, largest0));
      largest1 = largest1.blend(x1, x1.compare(VectorOperators.GT, largest1));
    }
    if (i < start + n) {
      FloatVector x0 = FloatVector.fromArray(FLOATS, x, i);
      largest0 = largest0.blend(x0, x0.compare(VectorOperators.GT, largest0));
    }
    largest0 = largest0.blend(largest1, largest1.compare(VectorOperators.GT, largest0));
    return largest0.reduceLanes(VectorOperators.MAX);
  }

  private static void exponentials(
      float[] from, int start, float largest, float[] to, int toStart, int n, float[] lanes) {
    FloatVector sum = FloatVector.zero(FLOATS);
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, from, start + i).sub(largest);
      x = x.blend(ZERO_FROM, x.compare(VectorOperators.LT, ZERO_FROM));
      FloatVector shifted = x.fma(LOG2_E, ROUND);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector rest = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, x));
      FloatVector p = rest.fma(P4, P3);
      p = p.fma(rest, P2);
      p = p.fma(rest, P1);
      p = p.fma(rest, P0);
      FloatVector e = rest.mul(rest).fma(p, rest).add(ONE);
      FloatVector scale =
          shifted
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(BITS_OF_ONE)
              .reinterpretAsFloats();
      e = e.mul(scale);
      e.intoArray(to, toStart + i);
      sum = sum.add(e);
    }
    sum.intoArray(lanes, 0);
  }

  private static void scale(float[] x, int start, int n, float scale) {
    for (int i = start; i < start + n; i += COUNT) {
      FloatVector.fromArray(FLOATS, x, i).mul(scale).intoArray(x, i);
    }
  }

  private static double total(float[] lanes) {
    double even = 0;
    double odd = 0;
    for (int i = 0; i < lanes.length; i += 2) {
      even += lanes[i];
      odd += lanes[i + 1];
    }
    return even + odd;
  }
}
