package dev.carousel.tensor;

import dev.carousel.expression.BinaryOperator;
import dev.carousel.expression.UnaryOperator;

/** The operators over arrays of floats, in plain loops that the compiler can unroll. */
public final class ScalarLoops implements ElementLoops {
  // Below this, x - x³/3 is exact to 2e-13 relative, and 1 - 2/(e^2x + 1) would begin to cancel.
  private static final float TANH_SERIES = 1e-3f;

  /** Loops; they hold nothing. */
  public ScalarLoops() {}

  @Override
  public void apply(
      UnaryOperator operator, float[] a, int aStart, float[] result, int resultStart, int n) {
    switch (operator) {
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = (float) (1 / (1 + Math.exp(-(double) a[aStart + i])));
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = tanh(a[aStart + i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = Math.max(a[aStart + i], 0f);
        }
      }
      case STEP -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = a[aStart + i] > 0 ? 1 : 0;
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = Math.abs(a[aStart + i]);
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = (float) Math.sqrt(a[aStart + i]);
        }
      }
      case EXP, LOG, SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = (float) operator.apply(a[aStart + i]);
        }
      }
    }
  }

  // Math.tanh is many times slower than Math.exp on JDK 17; computed in double, this is right to
  // the last bit or one off.
  private static float tanh(float x) {
    double magnitude = Math.abs((double) x);
    if (magnitude < TANH_SERIES) {
      return (float) (x - (double) x * x * x / 3);
    }
    double value = 1 - 2 / (Math.exp(2 * magnitude) + 1);
    return (float) Math.copySign(value, x);
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
      case PLUS -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = a[aStart + i] + b[bStart + i];
        }
      }
      case MINUS -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = a[aStart + i] - b[bStart + i];
        }
      }
      case TIMES -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = a[aStart + i] * b[bStart + i];
        }
      }
      case DIVIDE -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = a[aStart + i] / b[bStart + i];
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = Math.max(a[aStart + i], b[bStart + i]);
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          result[resultStart + i] = Math.min(a[aStart + i], b[bStart + i]);
        }
      }
    }
  }

  @Override
  public void add(float[] from, int start, float[] to, int toStart, int n) {
    for (int i = 0; i < n; i++) {
      to[toStart + i] += from[start + i];
    }
  }

  @Override
  public void addRows(
      float[] from, int start, int stride, int rows, float[] to, int toStart, int n) {
    for (int r = 0; r < rows; r++) {
      add(from, start + r * stride, to, toStart, n);
    }
  }
}
