package dev.carousel.testkit;

/** Computed floats beside what they should be, and how far off they may be. */
final class FloatComparison {
  /**
   * Half a unit in the last place of a float near 1: the largest relative error of one rounding.
   */
  static final double ROUNDING = 0x1p-24;

  /**
   * How far a function such as exp may be off: 16 roundings, about 1e-6, which a polynomial in
   * floats can do; and results below the smallest normal float may be 0.
   */
  static final double FUNCTION_ROUNDINGS = 16;

  private FloatComparison() {}

  static void requireClose(
      String what, int row, int column, double actual, double expected, double bound) {
    if (!(Math.abs(actual - expected) <= bound)) {
      throw new AssertionError(
          "%s: [%d, %d] is %s, expected %s within %.2g"
              .formatted(what, row, column, actual, expected, bound));
    }
  }

  /** NaN for NaN, and zeros of either sign for each other. */
  static void requireValue(String what, float actual, double expected, boolean exact) {
    float rounded = (float) expected;
    boolean same = Float.isNaN(rounded) ? Float.isNaN(actual) : actual == rounded;
    double bound = FUNCTION_ROUNDINGS * ROUNDING * Math.abs(expected) + Float.MIN_NORMAL;
    if (!same && (exact || !(Math.abs(actual - expected) <= bound))) {
      throw new AssertionError(what + " is " + actual + ", expected " + rounded);
    }
  }

  static void requireSameBits(String what, float[] expected, float[] actual) {
    for (int i = 0; i < expected.length; i++) {
      if (Float.floatToIntBits(expected[i]) != Float.floatToIntBits(actual[i])) {
        throw new AssertionError(
            what + ": element " + i + " is " + actual[i] + ", expected the bits of " + expected[i]);
      }
    }
  }
}
