package dev.carousel.kernels.simd;

/** Floats in their order: number 0 is +0, number -1 is -0, one more is the next float. */
final class Floats {
  static final int LOWEST = number(Float.NEGATIVE_INFINITY);
  static final int HIGHEST = number(Float.POSITIVE_INFINITY);

  private Floats() {}

  static int number(float x) {
    int bits = Float.floatToRawIntBits(x);
    return bits < 0 ? Integer.MIN_VALUE - bits - 1 : bits;
  }

  static float at(int number) {
    return Float.intBitsToFloat(number < 0 ? Integer.MIN_VALUE - number - 1 : number);
  }

  /** The unit in the last place of the float that an exact result would be. */
  static double ulp(double exact) {
    return Math.ulp((float) Math.min(Math.abs(exact), Float.MAX_VALUE));
  }
}
