package dev.carousel.tensor;

/**
 * Floating-point numbers of 16 bits. Each is also a number of 32 bits, so none is changed; of a
 * number that is not one (NaN) the sign and the payload stay.
 */
public final class HalfFloat {
  private static final int SIGN = 0x8000;
  private static final int BINARY16_FRACTION_BITS = 10;
  private static final int BINARY16_EXPONENT_BIAS = 15;
  private static final int BINARY16_INFINITE = 0x1F;
  private static final int FRACTION_BITS = 23;
  private static final int EXPONENT_BIAS = 127;
  private static final int INFINITE = 0xFF;

  private HalfFloat() {}

  /**
   * A number of IEEE 754's binary16: sign, 5 bits of exponent, 10 of fraction.
   *
   * @param bits the number's bits
   * @return the number
   */
  public static float ofBinary16(short bits) {
    int sign = (bits & SIGN) << Short.SIZE;
    int exponent = bits >>> BINARY16_FRACTION_BITS & BINARY16_INFINITE;
    int fraction = bits & (1 << BINARY16_FRACTION_BITS) - 1;
    if (exponent == 0) {
      float magnitude = fraction * 0x1p-24f;
      return sign == 0 ? magnitude : -magnitude;
    }
    int wider =
        exponent == BINARY16_INFINITE
            ? INFINITE
            : exponent - BINARY16_EXPONENT_BIAS + EXPONENT_BIAS;
    return Float.intBitsToFloat(
        sign | wider << FRACTION_BITS | fraction << FRACTION_BITS - BINARY16_FRACTION_BITS);
  }

  /**
   * A number of bfloat16, the upper half of a 32-bit float's bits: sign, 8 bits of exponent, 7 of
   * fraction.
   *
   * @param bits the number's bits
   * @return the number
   */
  public static float ofBfloat16(short bits) {
    return Float.intBitsToFloat(bits << Short.SIZE);
  }
}
