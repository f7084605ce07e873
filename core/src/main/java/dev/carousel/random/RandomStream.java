package dev.carousel.random;

import java.util.random.RandomGenerator;

/**
 * A reproducible source of random numbers whose whole state is one {@code long}, so it can be saved
 * and restored.
 *
 * <p>SplitMix64 (Steele, Lea and Flood, Fast Splittable Pseudorandom Number Generators, OOPSLA
 * 2014). Streams derived under different names are independent for all practical purposes, so
 * adding a consumer of randomness does not change what the others see. Not safe for use by several
 * threads.
 */
public final class RandomStream implements RandomGenerator {
  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private long state;

  /**
   * Starts a stream.
   *
   * @param seed any number; equal seeds give equal streams
   */
  public RandomStream(long seed) {
    this.state = seed;
  }

  /**
   * A new stream that depends on this stream's present state and a name. This stream does not
   * advance.
   *
   * @param name what the stream is for, such as "dropout"
   * @return the derived stream
   */
  public RandomStream derive(String name) {
    long hash = state;
    for (int i = 0; i < name.length(); i++) {
      hash = mix(hash + GOLDEN_GAMMA * (name.charAt(i) + 1));
    }
    return new RandomStream(mix(hash + GOLDEN_GAMMA));
  }

  /**
   * The state, which {@link #RandomStream(long)} takes to continue the stream exactly here.
   *
   * @return the state
   */
  public long state() {
    return state;
  }

  @Override
  public long nextLong() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /**
   * Shuffles an array in place (Fisher and Yates).
   *
   * @param values the array, reordered
   */
  public void shuffle(int[] values) {
    for (int i = values.length - 1; i > 0; i--) {
      int j = nextInt(i + 1);
      int swapped = values[i];
      values[i] = values[j];
      values[j] = swapped;
    }
  }

  /**
   * The finaliser of SplitMix64: a bijection that scatters every input bit over the output.
   *
   * @param value any number
   * @return its image
   */
  public static long mix(long value) {
    long z = value;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
