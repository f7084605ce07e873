package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Lanes.FLOATS;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;
import dev.carousel.tensor.ElementLoops;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The operators over parts of arrays, a vector at a time. Not even a sum is left to the compiler,
 * which makes vectors only of loops over arrays that start at one place: it must otherwise expect
 * that a result is an argument further on. What the functions' errors are, {@link VectorFunctions}
 * says; everything here is rounded exactly.
 */
final class VectorLoops implements ElementLoops {
  private static final FloatVector ZERO = Exponential.constant(0f);

  VectorLoops() {}

  @Override
  public void apply(
      UnaryOperator operator, float[] a, int aStart, float[] result, int resultStart, int n) {
    switch (operator) {
      case SIGMOID -> VectorFunctions.sigmoid(a, aStart, result, resultStart, n);
      case TANH -> VectorFunctions.tanh(a, aStart, result, resultStart, n);
      case EXP -> VectorFunctions.exp(a, aStart, result, resultStart, n);
      case LOG -> VectorFunctions.log(a, aStart, result, resultStart, n);
      case SOFTPLUS -> VectorFunctions.softplus(a, aStart, result, resultStart, n);
      case RELU -> relu(a, aStart, result, resultStart, n);
      case STEP -> step(a, aStart, result, resultStart, n);
      case ABS -> abs(a, aStart, result, resultStart, n);
      case SQRT -> sqrt(a, aStart, result, resultStart, n);
    }
  }

  @Override
  public void add(float[] from, int start, float[] to, int toStart, int n) {
    VectorRows.add(from, start, to, toStart, n);
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
    switch (operator) {
      case PLUS -> plus(a, aStart, b, bStart, result, resultStart, n);
      case MINUS -> minus(a, aStart, b, bStart, result, resultStart, n);
      case TIMES -> times(a, aStart, b, bStart, result, resultStart, n);
      case DIVIDE -> divide(a, aStart, b, bStart, result, resultStart, n);
      case MAX -> max(a, aStart, b, bStart, result, resultStart, n);
      case MIN -> min(a, aStart, b, bStart, result, resultStart, n);
    }
  }

  /** The rectifier; 0 for -0, NaN for NaN. */
  private static void relu(float[] a, int aStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      x.blend(0f, x.compare(VectorOperators.LE, 0f)).intoArray(result, resultStart + i);
    }
  }

  /** 1 where x is above 0, else 0. */
  private static void step(float[] a, int aStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      ZERO.blend(1f, x.compare(VectorOperators.GT, 0f)).intoArray(result, resultStart + i);
    }
  }

  private static void abs(float[] a, int aStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      x.abs().intoArray(result, resultStart + i);
    }
  }

  private static void sqrt(float[] a, int aStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      x.lanewise(VectorOperators.SQRT).intoArray(result, resultStart + i);
    }
  }

  private static void plus(
      float[] a, int aStart, float[] b, int bStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector y = FloatVector.fromArray(FLOATS, b, bStart + i);
      x.add(y).intoArray(result, resultStart + i);
    }
  }

  private static void minus(
      float[] a, int aStart, float[] b, int bStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector y = FloatVector.fromArray(FLOATS, b, bStart + i);
      x.sub(y).intoArray(result, resultStart + i);
    }
  }

  private static void times(
      float[] a, int aStart, float[] b, int bStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector y = FloatVector.fromArray(FLOATS, b, bStart + i);
      x.mul(y).intoArray(result, resultStart + i);
    }
  }

  private static void divide(
      float[] a, int aStart, float[] b, int bStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector y = FloatVector.fromArray(FLOATS, b, bStart + i);
      x.div(y).intoArray(result, resultStart + i);
    }
  }

  private static void max(
      float[] a, int aStart, float[] b, int bStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector y = FloatVector.fromArray(FLOATS, b, bStart + i);
      x.max(y).intoArray(result, resultStart + i);
    }
  }

  private static void min(
      float[] a, int aStart, float[] b, int bStart, float[] result, int resultStart, int n) {
    for (int i = 0; i < n; i += COUNT) {
      FloatVector x = FloatVector.fromArray(FLOATS, a, aStart + i);
      FloatVector y = FloatVector.fromArray(FLOATS, b, bStart + i);
      x.min(y).intoArray(result, resultStart + i);
    }
  }
}
