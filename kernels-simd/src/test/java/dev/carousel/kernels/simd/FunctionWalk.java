package dev.carousel.kernels.simd;

import dev.carousel.expression.UnaryOperator;

/**
 * A function's results over floats in ascending order, compared with its definition in double, and
 * each with the one before.
 */
final class FunctionWalk {
  private static final int CHUNK = 1 << 14;

  private final UnaryOperator function;
  private final VectorLoops loops = new VectorLoops();
  private double largestError;
  private float largestErrorAt;
  private double largestFall;
  private float largestFallAt;

  FunctionWalk(UnaryOperator function) {
    this.function = function;
  }

  /** The largest error so far, in units in the last place of the exact result. */
  double largestError() {
    return largestError;
  }

  /** The most that a result was below that of a smaller argument, in the same unit. */
  double largestFall() {
    return largestFall;
  }

  @Override
  public String toString() {
    return "%s: largest error %.3f ulp, at %s; falls by %.3f ulp at most, at %s"
        .formatted(function, largestError, largestErrorAt, largestFall, largestFallAt);
  }

  /** Walks from one float to another, both by their numbers, in steps of so many floats. */
  FunctionWalk walk(long first, long last, int stride) {
    float[] arguments = new float[CHUNK];
    float[] results = new float[CHUNK];
    long next = first;
    while (next <= last) {
      int n = 0;
      while (n < CHUNK && next <= last) {
        arguments[n++] = Floats.at((int) next);
        next += stride;
      }
      loops.apply(function, arguments, 0, results, 0, n);
      for (int i = 0; i < n; i++) {
        compare(arguments[i], results[i]);
        if (i > 0) {
          compare(arguments[i], results[i - 1], results[i]);
        }
      }
      if (next <= last) {
        next -= stride; // the last one is the first of the next chunk
      }
    }
    return this;
  }

  private void compare(float x, float result) {
    double exact = function.apply(x);
    if (result == (float) exact || Float.isNaN(result) && Double.isNaN(exact)) {
      double error = Double.isFinite((float) exact) ? Math.abs(result - exact) : 0;
      note(x, error / Floats.ulp(exact));
    } else if (function == UnaryOperator.SIGMOID && result == 0 && exact < 1.7e-38) {
      note(x, 0); // stated: no results below this
    } else {
      double error = Math.abs(result - exact) / Floats.ulp(exact);
      note(x, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
    }
  }

  private void compare(float x, float before, float result) {
    if (result < before && (before - (double) result) / Floats.ulp(result) > largestFall) {
      largestFall = (before - (double) result) / Floats.ulp(result);
      largestFallAt = x;
    }
  }

  private void note(float x, double error) {
    if (error > largestError) {
      largestError = error;
      largestErrorAt = x;
    }
  }
}
