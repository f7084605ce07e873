package dev.carousel.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** All numbers of 16 bits, against the formulas by which the formats are defined. */
class HalfFloatTest {
  private static final int NUMBERS = 1 << 16;

  /** (-1)^s · 2^(e - bias) · (1 + f / 2^n), or 2^(1 - bias) · f / 2^n where e = 0. */
  private static double defined(int bits, int exponentBits, int fractionBits) {
    int sign = bits >> 15 & 1;
    int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
    int fraction = bits % (1 << fractionBits);
    int bias = (1 << exponentBits - 1) - 1;
    double size;
    if (exponent == (1 << exponentBits) - 1) {
      size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      double significand = (exponent == 0 ? 0 : 1) + fraction / Math.pow(2, fractionBits);
      size = significand * Math.pow(2, (exponent == 0 ? 1 : exponent) - bias);
    }
    return sign == 1 ? -size : size;
  }

  @Test
  void everyNumberIsTheOneThatItsBitsDefine() {
    for (int bits = 0; bits < NUMBERS; bits++) {
      // Compared as doubles, which tell -0 from 0 and hold every number exactly.
      assertThat(Double.compare(HalfFloat.ofBinary16((short) bits), defined(bits, 5, 10)))
          .as("binary16 %04x", bits)
          .isZero();
      assertThat(Double.compare(HalfFloat.ofBfloat16((short) bits), defined(bits, 8, 7)))
          .as("bfloat16 %04x", bits)
          .isZero();
    }
  }

  @Test
  void whatIsNotANumberKeepsItsSignAndPayload() {
    assertThat(Float.floatToRawIntBits(HalfFloat.ofBinary16((short) 0xFE01))).isEqualTo(0xFFC02000);
    assertThat(Float.floatToRawIntBits(HalfFloat.ofBinary16((short) 0x7E00))).isEqualTo(0x7FC00000);
    assertThat(Float.floatToRawIntBits(HalfFloat.ofBfloat16((short) 0xFFC1))).isEqualTo(0xFFC10000);
  }
}
