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

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The operators on one vector, each written once: {@link LoopWriter} copies what these methods do
 * into loops, because a vector that crosses a method is boxed wherever that is not inlined. So they
 * are straight-line code, assign nothing to their parameters, and read no private field.
 *
 * <p>Errors are the largest found for all floats, against the function computed in double, in units
 * in the last place of the exact result (ulp; below the normal numbers the smallest float). They
 * are the same for every width of vectors, because all compute the same operations with the same
 * roundings. NaN gives NaN.
 *
 * <table>
 * <caption>Errors and properties</caption>
 * <tr><th>function</th><th>largest error</th><th>properties</th></tr>
 * <tr><td>sigmoid</td><td>2.49 ulp, and 0 below -87, where it would be below 1.7e-38</td>
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
final class Formulas {
  // Beyond these e^x rounds to 0 or to infinity.
  static final float EXP_LOW = -103.98f;
  static final float EXP_HIGH = 88.8f;
  static final FloatVector INFINITY = constant(Float.POSITIVE_INFINITY);
  static final IntVector UNDERFLOW_BITS = constant(Float.floatToRawIntBits(104f));
  // Below -87 e^-x soon is no normal number, and from 17.4 on the quotient is 1.
  static final float SIGMOID_LOW = -87f;
  static final float SIGMOID_HIGH = 20f;
  // Above 9.1 tanh rounds to 1.
  static final IntVector TANH_HIGH_BITS = constant(Float.floatToRawIntBits(10f));
  // tanh x = x + x³ T(x²) for |x| below this, relative error below 2^-24.7.
  static final float TANH_SMALL = 0.55f;
  static final FloatVector T0 = constant(-0.333329469f);
  static final FloatVector T1 = constant(0.133207291f);
  static final FloatVector T2 = constant(-0.0526720099f);
  static final FloatVector T3 = constant(0.0164378788f);
  static final FloatVector TWO = constant(2f);
  static final FloatVector MINUS_ONE = constant(-1f);
  static final FloatVector MINUS_TWO = constant(-2f);
  static final FloatVector ZERO = constant(0f);
  static final IntVector SIGN = constant(0x80000000);
  // log(1 + f) = f - f²/2 + f³ L(f) for 1 + f from √½ to √2, relative error below 2^-27.3.
  static final FloatVector L0 = constant(0.333333313f);
  static final FloatVector L1 = constant(-0.250008225f);
  static final FloatVector L2 = constant(0.20001249f);
  static final FloatVector L3 = constant(-0.166233018f);
  static final FloatVector L4 = constant(0.142012775f);
  static final FloatVector L5 = constant(-0.131603941f);
  static final FloatVector L6 = constant(0.127650246f);
  static final FloatVector L7 = constant(-0.0763800219f);
  static final FloatVector MINUS_HALF = constant(-0.5f);
  static final IntVector ROOT_HALF_BITS = constant(Float.floatToRawIntBits(0.70710677f));
  static final IntVector FRACTION = constant(0x7fffff);
  static final IntVector ROUND_BITS = constant(Float.floatToRawIntBits(12582912f));
  static final FloatVector NORMALIZER = constant(0x1p25f);
  static final FloatVector ROUND_NORMALIZED = constant(12582912f + 25);
  static final FloatVector NOT_A_NUMBER = constant(Float.NaN);
  static final FloatVector MINUS_INFINITY = constant(Float.NEGATIVE_INFINITY);
  // log(1 + t) = 2 artanh z = 2 z + z³ A(z²) with z = t / (2 + t), relative error below 2^-27.7.
  static final FloatVector A0 = constant(2 * 0.333332092f);
  static final FloatVector A1 = constant(2 * 0.200107187f);
  static final FloatVector A2 = constant(2 * 0.140015125f);
  static final FloatVector A3 = constant(2 * 0.140033916f);

  private Formulas() {}

  /** e^x. */
  static FloatVector exp(FloatVector x) {
    FloatVector shifted = x.fma(LOG2_E, ROUND);
    FloatVector whole = shifted.sub(ROUND);
    FloatVector rest = whole.fma(MINUS_LN2_LOW, whole.fma(MINUS_LN2_HIGH, x));
    FloatVector e = timesPowerOfTwo(expOfRest(rest), shifted);
    e = e.blend(ZERO, x.compare(VectorOperators.LT, EXP_LOW));
    return e.blend(INFINITY, x.compare(VectorOperators.GT, EXP_HIGH));
  }

  /** 1 + (r + r² P(r)). */
  static FloatVector expOfRest(FloatVector r) {
    FloatVector p = r.fma(P4, P3);
    p = p.fma(r, P2);
    p = p.fma(r, P1);
    p = p.fma(r, P0);
    return r.mul(r).fma(p, r).add(ONE);
  }

  /** -e^-q, as (q + q² · -P(-q)) - 1. */
  static FloatVector minusExpOfMinusRest(FloatVector q) {
    FloatVector p = q.fma(N4, N3);
    p = p.fma(q, N2);
    p = p.fma(q, N1);
    p = p.fma(q, N0);
    return q.mul(q).fma(p, q).sub(ONE);
  }

  /** 2^n, from n + 1.5 · 2^23, where that is a normal number. */
  static FloatVector powerOfTwo(FloatVector shifted) {
    IntVector exponent = shifted.reinterpretAsInts().lanewise(VectorOperators.LSHL, 23);
    return exponent.add(BITS_OF_ONE).reinterpretAsFloats();
  }

  /** e 2^n in two halves, so that what is below the normal numbers or almost infinite is right. */
  static FloatVector timesPowerOfTwo(FloatVector e, FloatVector shifted) {
    IntVector bits = shifted.reinterpretAsInts();
    IntVector half = bits.lanewise(VectorOperators.LSHL, 22).and(EXPONENT);
    IntVector other = bits.lanewise(VectorOperators.LSHL, 23).sub(half);
    FloatVector scaled = e.mul(half.add(BITS_OF_ONE).reinterpretAsFloats());
    return scaled.mul(other.add(BITS_OF_ONE).reinterpretAsFloats());
  }

  /** 1 / (1 + e^-x). */
  static FloatVector sigmoid(FloatVector x) {
    FloatVector shifted = x.fma(MINUS_LOG2_E, ROUND);
    FloatVector whole = shifted.sub(ROUND);
    FloatVector q = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, x));
    FloatVector minusD = minusExpOfMinusRest(q).fma(powerOfTwo(shifted), MINUS_ONE);
    FloatVector result = MINUS_ONE.div(minusD);
    result = result.blend(ZERO, x.compare(VectorOperators.LT, SIGMOID_LOW));
    return result.blend(ONE, x.compare(VectorOperators.GT, SIGMOID_HIGH));
  }

  /** 1 - 2 / (e^2|x| + 1) with the sign of x, and a polynomial where that would cancel. */
  static FloatVector tanh(FloatVector x) {
    IntVector bits = x.reinterpretAsInts();
    // As integers, so NaN becomes a number here; it comes out as the small value, from x.
    FloatVector size = bits.and(MAGNITUDE).min(TANH_HIGH_BITS).reinterpretAsFloats();
    FloatVector minusTwice = size.mul(MINUS_TWO);
    FloatVector shifted = minusTwice.fma(MINUS_LOG2_E, ROUND);
    FloatVector whole = shifted.sub(ROUND);
    FloatVector q = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, minusTwice));
    FloatVector minusD = minusExpOfMinusRest(q).fma(powerOfTwo(shifted), MINUS_ONE);
    FloatVector large = ONE.add(TWO.div(minusD));
    FloatVector square = x.mul(x);
    FloatVector t = square.fma(T3, T2);
    t = t.fma(square, T1);
    t = t.fma(square, T0);
    FloatVector small = t.mul(square).fma(x, x);
    VectorMask<Float> isLarge = x.abs().compare(VectorOperators.GE, TANH_SMALL);
    IntVector value = small.blend(large, isLarge).reinterpretAsInts();
    return value.or(bits.and(SIGN)).reinterpretAsFloats();
  }

  /** log x = k log 2 + log(1 + f) with 1 + f from √½ to √2. */
  static FloatVector log(FloatVector x) {
    VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(NORMALIZER), tiny).reinterpretAsInts().sub(ROOT_HALF_BITS);
    FloatVector f = bits.and(FRACTION).add(ROOT_HALF_BITS).reinterpretAsFloats().sub(ONE);
    IntVector exponent = bits.lanewise(VectorOperators.ASHR, 23).add(ROUND_BITS);
    FloatVector k = exponent.reinterpretAsFloats().sub(ROUND.blend(ROUND_NORMALIZED, tiny));
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
    return p.blend(MINUS_INFINITY, x.compare(VectorOperators.EQ, 0f));
  }

  /** max(x, 0) + log(1 + e^-|x|). */
  static FloatVector softplus(FloatVector x) {
    // As integers, so NaN becomes a number here; it comes out by the last sum.
    IntVector sizeBits = x.reinterpretAsInts().and(MAGNITUDE).min(UNDERFLOW_BITS);
    FloatVector size = sizeBits.reinterpretAsFloats();
    FloatVector shifted = size.fma(MINUS_LOG2_E, ROUND);
    FloatVector whole = shifted.sub(ROUND);
    FloatVector q = whole.fma(LN2_LOW, whole.fma(LN2_HIGH, size));
    FloatVector minusE = timesPowerOfTwo(minusExpOfMinusRest(q), shifted);
    FloatVector z = minusE.div(minusE.sub(TWO));
    FloatVector square = z.mul(z);
    FloatVector t = square.fma(A3, A2);
    t = t.fma(square, A1);
    t = t.fma(square, A0);
    FloatVector log = t.mul(square).fma(z, z.add(z));
    return x.blend(ZERO, x.compare(VectorOperators.LT, 0f)).add(log);
  }

  /** The rectifier; 0 for -0, NaN for NaN. */
  static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LE, 0f));
  }

  /** 1 where x is above 0, else 0. */
  static FloatVector step(FloatVector x) {
    return ZERO.blend(1f, x.compare(VectorOperators.GT, 0f));
  }

  static FloatVector abs(FloatVector x) {
    return x.abs();
  }

  static FloatVector sqrt(FloatVector x) {
    return x.lanewise(VectorOperators.SQRT);
  }

  static FloatVector plus(FloatVector x, FloatVector y) {
    return x.add(y);
  }

  static FloatVector minus(FloatVector x, FloatVector y) {
    return x.sub(y);
  }

  static FloatVector times(FloatVector x, FloatVector y) {
    return x.mul(y);
  }

  static FloatVector divide(FloatVector x, FloatVector y) {
    return x.div(y);
  }

  static FloatVector max(FloatVector x, FloatVector y) {
    return x.max(y);
  }

  static FloatVector min(FloatVector x, FloatVector y) {
    return x.min(y);
  }
}
