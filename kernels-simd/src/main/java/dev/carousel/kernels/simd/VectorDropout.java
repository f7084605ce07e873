package dev.carousel.kernels.simd;

import static dev.carousel.kernels.simd.Lanes.COUNT;
import static dev.carousel.kernels.simd.Lanes.LONGS;

import dev.carousel.random.RandomStream;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Masks of dropout, for vectors of 512 bits; in smaller ones the products of 64 bits are slower
 * than plain loops.
 */
final class VectorDropout {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;
  private static final LongVector STEPS = steps();

  private VectorDropout() {}

  private static LongVector steps() {
    long[] steps = new long[LONGS.length()];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = 2 * i * GOLDEN_GAMMA;
    }
    return LongVector.fromArray(LONGS, steps, 0);
  }

  static boolean fast() {
    return LONGS.vectorBitSize() == 512;
  }

  /**
   * A mask of n elements, the kept ones of a value above 0. A number of 24 bits is below the rate,
   * as a fraction of 2^24, where it is below the rate's product with 2^24, rounded up; so the
   * comparison is one of integers.
   */
  static void mask(float[] to, int n, double rate, float kept, long seed) {
    long limit = (long) Math.ceil(rate * 0x1p24);
    int body = n - n % COUNT;
    whole(to, body, limit, Float.floatToRawIntBits(kept), seed);
    for (int i = body; i < n; i++) {
      boolean dropped = RandomStream.mix(seed + i * GOLDEN_GAMMA) >>> 40 < limit;
      to[i] = dropped ? 0 : kept;
    }
  }

  private static void whole(float[] to, int n, long limit, long keep, long seed) {
    for (int i = 0; i < n; i += COUNT) {
      LongVector z = STEPS.add(seed + i * GOLDEN_GAMMA);
      LongVector even = z;
      even =
          even.lanewise(VectorOperators.XOR, even.lanewise(VectorOperators.LSHR, 30))
              .mul(0xBF58476D1CE4E5B9L);
      even =
          even.lanewise(VectorOperators.XOR, even.lanewise(VectorOperators.LSHR, 27))
              .mul(0x94D049BB133111EBL);
      even = even.lanewise(VectorOperators.XOR, even.lanewise(VectorOperators.LSHR, 31));
      // All ones where the number is below the limit.
      even = even.lanewise(VectorOperators.LSHR, 40).sub(limit).lanewise(VectorOperators.ASHR, 63);
      even = even.not().and(keep);
      LongVector odd = z.add(GOLDEN_GAMMA);
      odd =
          odd.lanewise(VectorOperators.XOR, odd.lanewise(VectorOperators.LSHR, 30))
              .mul(0xBF58476D1CE4E5B9L);
      odd =
          odd.lanewise(VectorOperators.XOR, odd.lanewise(VectorOperators.LSHR, 27))
              .mul(0x94D049BB133111EBL);
      odd = odd.lanewise(VectorOperators.XOR, odd.lanewise(VectorOperators.LSHR, 31));
      odd = odd.lanewise(VectorOperators.LSHR, 40).sub(limit).lanewise(VectorOperators.ASHR, 63);
      odd = odd.not().and(keep).lanewise(VectorOperators.LSHL, 32);
      even.or(odd).reinterpretAsFloats().intoArray(to, i);
    }
  }
}
