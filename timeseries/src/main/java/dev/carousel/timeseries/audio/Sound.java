package dev.carousel.timeseries.audio;

/**
 * Sound of one channel.
 *
 * @param samples the pressure over time, full scale at -1 and 1, at least one sample; shared, not
 *     copied, and not to be changed
 * @param sampleRate samples a second
 */
public record Sound(float[] samples, int sampleRate) {
  /** Far above any rate that is in use, low enough for every number of samples here. */
  static final int HIGHEST_RATE = 1_000_000;

  /** Beyond any scale that is in use, low enough for squares and sums of squares. */
  private static final float LARGEST = 1e9f;

  /**
   * Checks rate and samples.
   *
   * @throws IllegalArgumentException if the rate is not 1 to 1,000,000, there is no sample, or one
   *     is not a number within ±1e9
   */
  public Sound {
    requireRate("the sample rate", sampleRate);
    if (samples.length == 0) {
      throw new IllegalArgumentException("there are no samples");
    }
    for (int i = 0; i < samples.length; i++) {
      if (!(Math.abs(samples[i]) <= LARGEST)) {
        throw new IllegalArgumentException(
            "sample %d is %s; samples must be numbers, full scale is 1"
                .formatted(i + 1, samples[i]));
      }
    }
  }

  static void requireRate(String name, int rate) {
    if (rate < 1 || rate > HIGHEST_RATE) {
      throw new IllegalArgumentException(
          "%s must be 1 to %d samples a second, got %d".formatted(name, HIGHEST_RATE, rate));
    }
  }

  /**
   * The length.
   *
   * @return seconds
   */
  public double seconds() {
    return (double) samples.length / sampleRate;
  }

  /**
   * This sound at another rate, see {@link Resampler}.
   *
   * @param rate samples a second
   * @return the sound; this one where the rate is that already
   * @throws IllegalArgumentException if the rate is not 1 to 1,000,000
   */
  public Sound at(int rate) {
    requireRate("the sample rate", rate);
    return rate == sampleRate
        ? this
        : new Sound(new Resampler(sampleRate, rate).resample(samples), rate);
  }
}
