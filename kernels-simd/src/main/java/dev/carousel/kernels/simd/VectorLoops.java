package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Lanes.FLOATS;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.ElementLoops;
import dev.carousel.tensor.ScalarLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The costly operators over arrays, a vector at a time; the others are loops that the compiler
 * turns into vectors by itself. Each loop holds its whole formula, because a vector that crosses a
 * method may be boxed.
 *
 * <p>e^x is 2^n e^r with n the integer nearest to x / log 2 and |r| at most log 2 / 2; e^r is its
 * Taylor polynomial of degree 7, whose relative error there is below 2^-27. Adding 1.5 · 2^23
 * leaves n in the low bits of the sum; log 2 is subtracted in two parts, and 2^n multiplied in two
 * halves, so that results below the normal numbers and the last ones below infinity come out right
 * (Cody and Waite, Software Manual for the Elementary Functions, 1980, chapter 6).
 */
final class VectorLoops implements ElementLoops {
  // Beyond these e^x rounds to 0 or to infinity.
  private static final float EXP_MIN = -104f;
  private static final float EXP_MAX = 89f;
  private static final float ROUND = 12582912f;
  private static final int ROUND_BITS = Float.floatToRawIntBits(ROUND);
  private static final FloatVector ROUND_V = constant(ROUND);
  private static final FloatVector LOG2_E_V = constant(1.44269504f);
  // The first part of log 2 has so few bits that its product with n is exact.
  private static final FloatVector MINUS_LN2_HIGH = constant(-0.693359375f);
  private static final FloatVector MINUS_LN2_LOW = constant(2.12194440e-4f);
  private static final FloatVector ONE = constant(1f);
  private static final FloatVector TWO = constant(2f);
  private static final FloatVector E2 = constant(1f / 2);
  private static final FloatVector E3 = constant(1f / 6);
  private static final FloatVector E4 = constant(1f / 24);
  private static final FloatVector E5 = constant(1f / 120);
  private static final FloatVector E6 = constant(1f / 720);
  private static final FloatVector E7 = constant(1f / 5040);
  // tanh x = x + x³ P(x²) for |x| below 0.625, relative error below 2^-22 (Moshier, Cephes, tanhf).
  private static final float TANH_SMALL = 0.625f;
  private static final FloatVector T1 = constant(-3.33332819422e-1f);
  private static final FloatVector T2 = constant(1.33314422036e-1f);
  private static final FloatVector T3 = constant(-5.37397155531e-2f);
  private static final FloatVector T4 = constant(2.06390887954e-2f);
  private static final FloatVector T5 = constant(-5.70498872745e-3f);

  private final ScalarLoops scalar = new ScalarLoops();

  VectorLoops() {}

  private static FloatVector constant(float value) {
    return FloatVector.broadcast(FLOATS, value);
  }

  @Override
  public void apply(
      UnaryOperator operator, float[] a, int aStart, float[] result, int resultStart, int n) {
    switch (operator) {
      case SIGMOID -> sigmoid(a, aStart, result, resultStart, n);
      case TANH -> tanh(a, aStart, result, resultStart, n);
      case EXP -> exp(a, aStart, result, resultStart, n);
      default -> scalar.apply(operator, a, aStart, result, resultStart, n);
    }
  }

  @Override
  public void combine(
      BinaryOperator operator,
      float[] a,
      int aStart,
      float[] b,
      int bStart,
      float[] result,
      int resultStart,
      int n) {
    scalar.combine(operator, a, aStart, b, bStart, result, resultStart, n);
  }

  private static void exp(float[] a, int aStart, float[] result, int resultStart, int n0) {
    for (int i = 0; i < n0; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector clamped = x.min(EXP_MAX).max(EXP_MIN);
      FloatVector shifted = clamped.fma(LOG2_E_V, ROUND_V);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector rest = whole.fma(MINUS_LN2_HIGH, clamped);
      rest = whole.fma(MINUS_LN2_LOW, rest);
      FloatVector e = rest.fma(E7, E6);
      e = e.fma(rest, E5);
      e = e.fma(rest, E4);
      e = e.fma(rest, E3);
      e = e.fma(rest, E2);
      e = e.fma(rest, ONE);
      e = e.fma(rest, ONE);
      IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS);
      IntVector half = n.lanewise(VectorOperators.ASHR, 1);
      IntVector other = n.sub(half);
      FloatVector scale1 = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector scale2 = other.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      e = e.mul(scale1).mul(scale2);
      e.intoArray(result, resultStart + i);
    }
  }

  /** 1 / (1 + e^-x). */
  private static void sigmoid(float[] a, int aStart, float[] result, int resultStart, int n0) {
    for (int i = 0; i < n0; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i).neg();
      FloatVector clamped = x.min(EXP_MAX).max(EXP_MIN);
      FloatVector shifted = clamped.fma(LOG2_E_V, ROUND_V);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector rest = whole.fma(MINUS_LN2_HIGH, clamped);
      rest = whole.fma(MINUS_LN2_LOW, rest);
      FloatVector e = rest.fma(E7, E6);
      e = e.fma(rest, E5);
      e = e.fma(rest, E4);
      e = e.fma(rest, E3);
      e = e.fma(rest, E2);
      e = e.fma(rest, ONE);
      e = e.fma(rest, ONE);
      IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS);
      IntVector half = n.lanewise(VectorOperators.ASHR, 1);
      IntVector other = n.sub(half);
      FloatVector scale1 = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector scale2 = other.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      e = e.mul(scale1).mul(scale2);
      ONE.div(e.add(ONE)).intoArray(result, resultStart + i);
    }
  }

  /** 1 - 2 / (e^2|x| + 1) with the sign of x, and a polynomial where that would cancel. */
  private static void tanh(float[] a, int aStart, float[] result, int resultStart, int n0) {
    for (int i = 0; i < n0; i += COUNT) {
      FloatVector y = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector size = y.abs();
      FloatVector x = size.add(size);
      FloatVector clamped = x.min(EXP_MAX).max(EXP_MIN);
      FloatVector shifted = clamped.fma(LOG2_E_V, ROUND_V);
      FloatVector whole = shifted.sub(ROUND);
      FloatVector rest = whole.fma(MINUS_LN2_HIGH, clamped);
      rest = whole.fma(MINUS_LN2_LOW, rest);
      FloatVector e = rest.fma(E7, E6);
      e = e.fma(rest, E5);
      e = e.fma(rest, E4);
      e = e.fma(rest, E3);
      e = e.fma(rest, E2);
      e = e.fma(rest, ONE);
      e = e.fma(rest, ONE);
      IntVector n = shifted.reinterpretAsInts().sub(ROUND_BITS);
      IntVector half = n.lanewise(VectorOperators.ASHR, 1);
      IntVector other = n.sub(half);
      FloatVector scale1 = half.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      FloatVector scale2 = other.add(127).lanewise(VectorOperators.LSHL, 23).reinterpretAsFloats();
      e = e.mul(scale1).mul(scale2);
      FloatVector large = ONE.sub(TWO.div(e.add(ONE)));
      FloatVector square = y.mul(y);
      FloatVector p = square.fma(T5, T4);
      p = p.fma(square, T3);
      p = p.fma(square, T2);
      p = p.fma(square, T1);
      FloatVector small = p.mul(square).fma(y, y);
      VectorMask<Float> negative = y.compare(VectorOperators.LT, 0f);
      VectorMask<Float> isSmall = size.compare(VectorOperators.LT, TANH_SMALL);
      large.blend(large.neg(), negative).blend(small, isSmall).intoArray(result, resultStart + i);
    }
  }
}
