package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.FLOATS;
import static dev.carousel.kernels.simd.Lanes.INTS;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * The constants of e^x, for loops that write its formula out, because a vector that crosses a
 * method may be boxed.
 *
 * <p>e^x is 2^n e^r with n the integer nearest to x / log 2 and |r| at most log 2 / 2. Adding 1.5 ·
 * 2^23 leaves n in the low bits of the sum; log 2 is subtracted in two parts, of which the first
 * has so few bits that its product with n is exact (Cody and Waite, Software Manual for the
 * Elementary Functions, 1980, chapter 6). e^r is 1 + (r + r² P(r)), P the polynomial of degree 4
 * with the smallest relative error, 2^-28.2; summed in this order, what is rounded before the last
 * two sums is so small beside them that the result never falls where r grows.
 */
final class Exponential {
  static final FloatVector ROUND = constant(12582912f);
  static final FloatVector LOG2_E = constant(1.44269504f);
  static final FloatVector MINUS_LOG2_E = constant(-1.44269504f);
  static final FloatVector LN2_HIGH = constant(0.693359375f);
  static final FloatVector LN2_LOW = constant(-2.12194440e-4f);
  static final FloatVector MINUS_LN2_HIGH = constant(-0.693359375f);
  static final FloatVector MINUS_LN2_LOW = constant(2.12194440e-4f);
  static final FloatVector ONE = constant(1f);

  /** P, for 1 + (r + r² P(r)). */
  static final FloatVector P0 = constant(0.49999994f);

  static final FloatVector P1 = constant(0.166665211f);
  static final FloatVector P2 = constant(0.0416682661f);
  static final FloatVector P3 = constant(0.00836867839f);
  static final FloatVector P4 = constant(0.00138207513f);

  /** -P(-q), for e^-q = 1 - (q + q² · -P(-q)). */
  static final FloatVector N0 = constant(-0.49999994f);

  static final FloatVector N1 = constant(0.166665211f);
  static final FloatVector N2 = constant(-0.0416682661f);
  static final FloatVector N3 = constant(0.00836867839f);
  static final FloatVector N4 = constant(-0.00138207513f);

  /** What the bits of 2^n are with n = 0; n is added to the exponent, 23 bits to the left. */
  static final IntVector BITS_OF_ONE = constant(127 << 23);

  /** The bits of an exponent and a sign. */
  static final IntVector EXPONENT = constant(0xff800000);

  static final IntVector MAGNITUDE = constant(0x7fffffff);

  private Exponential() {}

  static FloatVector constant(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  static IntVector constant(int value) {
    return IntVector.broadcast(INTS, value);
  }
}
