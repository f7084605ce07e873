package dev.carousel.timeseries.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class SpectrumPropertiesTest {
  private static float[] noise(int length, long seed) {
    RandomStream random = new RandomStream(seed);
    float[] noise = new float[length];
    for (int n = 0; n < length; n++) {
      noise[n] = (float) random.nextGaussian();
    }
    return noise;
  }

  private static double squares(double... values) {
    return Arrays.stream(values).map(value -> value * value).sum();
  }

  /** Parseval: Σ_k |X_k|² = F Σ_n x_n²; a real sound has every inner frequency twice. */
  @Property(tries = 200)
  void spectraHaveThePowerOfTheSound(
      @ForAll @IntRange(min = 1, max = 700) int length, @ForAll long seed) {
    float[] samples = noise(length, seed);
    double[] ones = new double[length];
    Arrays.fill(ones, 1);
    double[] power = new PowerSpectrum(ones, 0).of(samples, 0);
    int size = PowerSpectrum.size(length);

    assertThat(size).isBetween(length, Math.max(1, 2 * length - 2));
    double total = 0;
    for (int k = 0; k < power.length; k++) {
      total += (k == 0 || 2 * k == size ? 1 : 2) * power[k];
    }
    double[] wide = new double[length];
    Arrays.setAll(wide, n -> samples[n]);
    // Roundings of a transform in double grow with the logarithm of its size, here at most 10.
    assertThat(total).isCloseTo(size * squares(wide), within(1e-12 * size * squares(wide)));
  }

  @Property(tries = 200)
  void everySampleIsInAFrameAndTheLastFrameIsNeeded(
      @ForAll @IntRange(min = 1, max = 50) int length,
      @ForAll @IntRange(min = 1, max = 50) int hop,
      @ForAll @IntRange(min = 1, max = 400) int samples) {
    Frames frames = new Frames(Math.max(length, hop), hop, samples);
    int last = frames.count() - 1;

    assertThat(frames.start(0)).isZero();
    assertThat(frames.start(last) + frames.length()).isGreaterThanOrEqualTo(samples);
    if (last > 0) {
      assertThat(frames.start(last - 1) + frames.length()).isLessThan(samples);
      assertThat(frames.start(last) - frames.start(last - 1)).isEqualTo(hop);
    }
  }

  @Property(tries = 100)
  void theMelScaleIsInverted(@ForAll @IntRange(max = 500_000) int hertz) {
    assertThat(MelBank.hertz(MelBank.mel(hertz))).isCloseTo(hertz, within(1e-9 * (1 + hertz)));
  }

  /** Up and down again, band-limited noise comes back but for its ends. */
  @Property(tries = 20)
  void resamplingUpAndDownAgainGivesTheSoundBack(
      @ForAll @IntRange(min = 1, max = 40) int more, @ForAll long seed) {
    int rate = 100;
    float[] rough = noise(500, seed);
    // Nothing above 0.8 of half the rate is left.
    float[] smooth = new Resampler(80, rate).resample(new Resampler(rate, 80).resample(rough));
    float[] back =
        new Resampler(rate + more, rate)
            .resample(new Resampler(rate, rate + more).resample(smooth));

    assertThat(back.length).isBetween(smooth.length, smooth.length + 1);
    for (int n = 150; n < smooth.length - 150; n++) {
      // Ripples of 1e-4 each way, of noise that reaches 4.
      assertThat((double) back[n]).isCloseTo(smooth[n], within(2e-3));
    }
  }
}
