package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Exponential.BITS_OF_ONE;
import static dev.carousel.kernels.simd.Exponential.EXPONENT;
import static dev.carousel.kernels.simd.Exponential.LN2_HIGH;
import static dev.carousel.kernels.simd.Exponential.LN2_LOW;
import static dev.carousel.kernels.simd.Exponential.LOG2_E;
import static dev.carousel.kernels.simd.Exponential.MAGNITUDE;
import static dev.carousel.kernels.simd.Exponential.MINUS_LN2_HIGH;
import static dev.carousel.kernels.simd.Exponential.MINUS_LN2_LOW;
import static dev.carousel.kernels.simd.Exponential.MINUS_LOG2_E;
import static dev.carousel.kernels.simd.Exponential.N0;
import static dev.carousel.kernels.simd.Exponential.N1;
import static dev.carousel.kernels.simd.Exponential.N2;
import static dev.carousel.kernels.simd.Exponential.N3;
import static dev.carousel.kernels.simd.Exponential.N4;
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
import static dev.carousel.kernels.simd.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Transcendental functions over parts of arrays, a vector at a time. As for {@link
 * dev.carousel.tensor.ElementLoops}, what lies behind a part up to a multiple of the room is read
 * and overwritten.
 *
 * <p>Errors are the largest found for all floats, against the function computed in double, in units
 * in the last place of the exact result (ulp; below the normal numbers the smallest float). They
 * are the same for every width of vectors, because all compute the same operations with the same
 * roundings. NaN gives NaN.
 *
 * <table>
 * <caption>Errors and properties</caption>
 * <tr><th>function</th><th>largest error</th><th>properties</th></tr>
 * <tr><td>sigmoid</td><td>2.49 ulp, and 0 below -88.37, where it would be below 4.2e-39</td>
 *     <td>never falls; 1 from 17.4 on; 0.5 at ±0</td></tr>
 * <tr><td>tanh</td><td>1.47 ulp</td><td>never falls; odd to the bit; ±1 from ±9.1 on and never
 *     beyond; keeps the sign of 0</td></tr>
 * <tr><td>exp</td><td>1.02 ulp</td><td>never falls; through the numbers below the normal ones to 0,
 *     below -103.98; infinity above 88.722835</td></tr>
 * <tr><td>log</td><td>0.93 ulp</td><td>never falls; -infinity at ±0, NaN below</td></tr>
 * <tr><td>softplus</td><td>2.87 ulp</td><td>may fall by 2 ulp from one float to the next; 0 below
 *     -103.98, and its argument from 17.4 on</td></tr>
 * </table>
 */
final class VectorFunctions {
  // Up to here 2^n and 2^-n are normal numbers.
  private static final float MODERATE = 87f;
  // Beyond these e^x rounds to 0 or to infinity.
  private static final float EXP_LOW = -104f;
  private static final float EXP_HIGH = 89f;
  private static final IntVector UNDERFLOW_BITS = constant(Float.floatToRawIntBits(-EXP_LOW));
  // At -89 the sum in sigmoid's denominator is infinite, and from 17.4 on it is 1.
  private static final float SIGMOID_LOW = -89f;
  private static final float SIGMOID_HIGH = 20f;
  // Above 9.1 tanh rounds to 1.
  private static final IntVector TANH_HIGH_BITS = constant(Float.floatToRawIntBits(10f));
  // tanh x = x + x³ T(x²) for |x| below this, relative error below 2^-24.7.
  private static final float TANH_SMALL = 0.55f;
  private static final FloatVector T0 = constant(-0.333329469f);
  private static final FloatVector T1 = constant(0.133207291f);
  private static final FloatVector T2 = constant(-0.0526720099f);
  private static final FloatVector T3 = constant(0.0164378788f);
  private static final FloatVector TWO = constant(2f);
  private static final FloatVector ZERO = constant(0f);
  private static final IntVector SIGN = constant(0x80000000);
  // log(1 + f) = f - f²/2 + f³ L(f) for 1 + f from √½ to √2, relative error below 2^-27.3.
  private static final FloatVector L0 = constant(0.333333313f);
  private static final FloatVector L1 = constant(-0.250008225f);
  private static final FloatVector L2 = constant(0.20001249f);
  private static final FloatVector L3 = constant(-0.166233018f);
  private static final FloatVector L4 = constant(0.142012775f);
  private static final FloatVector L5 = constant(-0.131603941f);
  private static final FloatVector L6 = constant(0.127650246f);
  private static final FloatVector L7 = constant(-0.0763800219f);
  private static final FloatVector MINUS_HALF = constant(-0.5f);
  private static final IntVector ROOT_HALF_BITS = constant(Float.floatToRawIntBits(0.70710677f));
  private static final IntVector FRACTION = constant(0x7fffff);
  private static final IntVector ROUND_BITS = constant(Float.floatToRawIntBits(12582912f));
  private static final FloatVector NORMALIZER = constant(0x1p25f);
  private static final FloatVector ROUND_NORMALIZED = constant(12582912f + 25);
  private static final FloatVector NOT_A_NUMBER = constant(Float.NaN);
  private static final FloatVector MINUS_INFINITY = constant(Float.NEGATIVE_INFINITY);
  // log(1 + t) = 2 artanh z = 2 z + z³ A(z²) with z = t / (2 + t), relative error below 2^-27.7.
  private static final FloatVector A0 = constant(2 * 0.333332092f);
  private static final FloatVector A1 = constant(2 * 0.200107187f);
  private static final FloatVector A2 = constant(2 * 0.140015125f);
  private static final FloatVector A3 = constant(2 * 0.140033916f);

  private VectorFunctions() {}

  /** e^x. */
  static void exp(float[] a, int aStart, float[] result, int resultStart, int n) {
    float[] from = a;
    int start = aStart;
    if (!moderate(a, aStart, n)) {
      clamp(a, aStart, result, resultStart, n, EXP_LOW, EXP_HIGH);
      from = result;
      start = resultStart;
    }
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, from, start + i);
      FloatVector shifted = x.fma(LOG2_E, ROUND);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector rest = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, x));
      FloatVector p = rest.fma(P4, P3);
      p = p.fma(rest, P2);
      p = p.fma(rest, P1);
      p = p.fma(rest, P0);
      FloatVector e = rest.mul(rest).fma(p, rest).add(ONE);
      // 2^n in two halves, so that results below the normal numbers and the last ones below
      // infinity come out right.
      IntVector bits = shifted.reinterpretAsInts();
      IntVector half = bits.lanewise(VectorOperators.LSHL, 22).and(EXPONENT);
      IntVector other = bits.lanewise(VectorOperators.LSHL, 23).sub(half);
      e = e.mul(half.add(BITS_OF_ONE).reinterpretAsFloats());
      e.mul(other.add(BITS_OF_ONE).reinterpretAsFloats()).intoArray(result, resultStart + i);
    }
  }

  /** 1 / (1 + e^-x). */
  static void sigmoid(float[] a, int aStart, float[] result, int resultStart, int n) {
    float[] from = a;
    int start = aStart;
    if (!moderate(a, aStart, n)) {
      clamp(a, aStart, result, resultStart, n, SIGMOID_LOW, SIGMOID_HIGH);
      from = result;
      start = resultStart;
    }
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, from, start + i);
      FloatVector shifted = x.fma(MINUS_LOG2_E, ROUND);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector q = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, x));
      FloatVector p = q.fma(N4, N3);
      p = p.fma(q, N2);
      p = p.fma(q, N1);
      p = p.fma(q, N0);
      FloatVector e = ONE.sub(q.mul(q).fma(p, q));
      FloatVector scale =
          shifted
              .reinterpretAsInts()
              .lanewise(VectorOperators.LSHL, 23)
              .add(BITS_OF_ONE)
              .reinterpretAsFloats();
      ONE.div(e.fma(scale, ONE)).intoArray(result, resultStart + i);
    }
  }

  /** 1 - 2 / (e^2|x| + 1) with the sign of x, and a polynomial where that would cancel. */
  static void tanh(float[] a, int aStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      IntVector bits = x.reinterpretAsInts();
      // As integers, so NaN becomes a number here; it comes out as the small value, from x.
      FloatVector size = bits.and(MAGNITUDE).min(TANH_HIGH_BITS).reinterpretAsFloats();
      FloatVector twice = size.add(size);
      FloatVector shifted = twice.fma(LOG2_E, ROUND);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector rest = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, twice));
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
      FloatVector large = ONE.sub(TWO.div(e.fma(scale, ONE)));
      FloatVector square = x.mul(x);
      FloatVector t = square.fma(T3, T2);
      t = t.fma(square, T1);
      t = t.fma(square, T0);
      FloatVector small = t.mul(square).fma(x, x);
      VectorMask<Float> isLarge = x.abs().compare(VectorOperators.GE, TANH_SMALL);
      IntVector value = small.blend(large, isLarge).reinterpretAsInts();
      value.or(bits.and(SIGN)).reinterpretAsFloats().intoArray(result, resultStart + i);
    }
  }

  /** log x = k log 2 + log(1 + f) with 1 + f from √½ to √2. */
  static void log(float[] a, int aStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
      IntVector bits = x.blend(x.mul(NORMALIZER), tiny).reinterpretAsInts().sub(ROOT_HALF_BITS);
      FloatVector f = bits.and(FRACTION).add(ROOT_HALF_BITS).reinterpretAsFloats().sub(ONE);
      FloatVector k =
          bits.lanewise(VectorOperators.ASHR, 23)
              .add(ROUND_BITS)
              .reinterpretAsFloats()
              .sub(ROUND.blend(ROUND_NORMALIZED, tiny));
      FloatVector p = f.fma(L7, L6);
      p = p.fma(f, L5);
      p = p.fma(f, L4);
      p = p.fma(f, L3);
      p = p.fma(f, L2);
      p = p.fma(f, L1);
      p = p.fma(f, L0);
      p = p.fma(f, MINUS_HALF).mul(f.mul(f));
      p = k.fma(LN2_LOW, p).add(f);
      p = k.fma(LN2_HIGH, p);
      p = x.blend(p, x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
      p = p.blend(NOT_A_NUMBER, x.compare(VectorOperators.LT, 0f));
      p = p.blend(MINUS_INFINITY, x.compare(VectorOperators.EQ, 0f));
      p.intoArray(result, resultStart + i);
    }
  }

  /** max(x, 0) + log(1 + e^-|x|). */
  static void softplus(float[] a, int aStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      // As integers, so NaN becomes a number here; it comes out by the last sum.
      FloatVector size =
          x.reinterpretAsInts().and(MAGNITUDE).min(UNDERFLOW_BITS).reinterpretAsFloats();
      FloatVector shifted = size.fma(MINUS_LOG2_E, ROUND);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector q = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, size));
      FloatVector p = q.fma(N4, N3);
      p = p.fma(q, N2);
      p = p.fma(q, N1);
      p = p.fma(q, N0);
      FloatVector e = ONE.sub(q.mul(q).fma(p, q));
      IntVector bits = shifted.reinterpretAsInts();
      IntVector half = bits.lanewise(VectorOperators.LSHL, 22).and(EXPONENT);
      IntVector other = bits.lanewise(VectorOperators.LSHL, 23).sub(half);
      e = e.mul(half.add(BITS_OF_ONE).reinterpretAsFloats());
      e = e.mul(other.add(BITS_OF_ONE).reinterpretAsFloats());
      FloatVector z = e.div(e.add(TWO));
      FloatVector square = z.mul(z);
      FloatVector t = square.fma(A3, A2);
      t = t.fma(square, A1);
      t = t.fma(square, A0);
      FloatVector log = t.mul(square).fma(z, z.add(z));
      x.blend(ZERO, x.compare(VectorOperators.LT, 0f)).add(log).intoArray(result, resultStart + i);
    }
  }

  // Clamping every vector would cost as much as a third of a function, so it is done only where a
  // look at all arguments says that it must be.
  private static boolean moderate(float[] a, int start, int n) {
    IntVector largest = IntVector.zero(INTS);
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, start + i);
      largest = largest.max(x.reinterpretAsInts().and(MAGNITUDE));
    }
    return largest.reduceLanes(VectorOperators.MAX) <= Float.floatToRawIntBits(MODERATE);
  }

  // Keeps NaN, and costs less than the minimum and maximum that order zeros by sign.
  private static void clamp(
      float[] a, int aStart, float[] result, int resultStart, int n, float low, float high) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      x = x.blend(low, x.compare(VectorOperators.LT, low));
      x.blend(high, x.compare(VectorOperators.GT, high)).intoArray(result, resultStart + i);
    }
  }
}
