package dev.carousel.timeseries.audio;

import dev.carousel.random.RandomStream;
import java.util.Optional;

/**
 * Changes of sound that leave its words as they are, drawn anew whenever an utterance is read in
 * training, and never in evaluation. In order:
 *
 * <ol>
 *   <li>{@code speed}: the sound is played faster by the factor f, by resampling, so that tempo and
 *       pitch change together (Ko, Peddinti, Povey and Khudanpur, Audio augmentation for speech
 *       recognition, 2015); f is rounded to hundredths;
 *   <li>{@code gain}: samples are multiplied by 10^(g / 20);
 *   <li>{@code noise}: white Gaussian noise, scaled so that 10 log₁₀(Σ x² / Σ noise²) is what was
 *       drawn; silence stays silent;
 *   <li>{@code bands} and {@code times}: stretches of bands and of frames of the log-mel
 *       spectrogram are replaced by their band's mean over the utterance (SpecAugment: Park et al.,
 *       SpecAugment: a simple data augmentation method for automatic speech recognition, 2019, with
 *       the mean where the paper has 0, as its features have mean 0). The width of each stretch is
 *       uniform from 0 to the widest, then its place among those possible.
 * </ol>
 *
 * @param noise the signal-to-noise ratio in decibels; empty (null in JSON) for no noise
 * @param gain in decibels; empty (null in JSON) for none
 * @param speed the factor f, 0.1 to 10; empty (null in JSON) to leave it
 * @param bands masks of bands
 * @param times masks of frames
 */
public record Augmentation(
    Optional<Between> noise,
    Optional<Between> gain,
    Optional<Between> speed,
    Bands bands,
    Times times) {
  /** Nothing is changed. */
  public static final Augmentation NONE =
      new Augmentation(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          new Bands(0, 0),
          new Times(0, 0, 1));

  private static final double MOST_DECIBELS = 100;
  private static final int HUNDREDTHS = 100;

  /**
   * A number that is drawn uniformly.
   *
   * @param from the least
   * @param to the greatest
   */
  public record Between(double from, double to) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if they are not in order or not finite
     */
    public Between {
      if (!(from <= to && Double.isFinite(from) && Double.isFinite(to))) {
        throw new IllegalArgumentException(
            "from must be at most to, and both finite, got %s and %s".formatted(from, to));
      }
    }

    private double draw(RandomStream random) {
      return from + (to - from) * random.nextDouble();
    }

    private void require(String name, double least, double greatest) {
      if (from < least || to > greatest) {
        throw new IllegalArgumentException(
            "%s must be within %s and %s, got %s to %s".formatted(name, least, greatest, from, to));
      }
    }
  }

  /**
   * Masks of bands.
   *
   * @param count how many
   * @param widest how many bands the widest has
   */
  public record Bands(int count, int widest) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative
     */
    public Bands {
      requireNotNegative(count, widest);
    }
  }

  /**
   * Masks of time.
   *
   * @param count how many
   * @param widest how many frames the widest has
   * @param share and what share of the utterance's frames at most, 0 to 1: the paper's p
   */
  public record Times(int count, int widest, double share) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is negative or the share is above 1
     */
    public Times {
      requireNotNegative(count, widest);
      if (!(share >= 0 && share <= 1)) {
        throw new IllegalArgumentException("share must be 0 to 1, got " + share);
      }
    }
  }

  private static void requireNotNegative(int count, int widest) {
    if (count < 0 || widest < 0) {
      throw new IllegalArgumentException(
          "count and widest must be at least 0, got %d and %d".formatted(count, widest));
    }
  }

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if decibels are beyond ±100 or speeds beyond 0.1 to 10
   */
  public Augmentation {
    noise.ifPresent(range -> range.require("noise", -MOST_DECIBELS, MOST_DECIBELS));
    gain.ifPresent(range -> range.require("gain", -MOST_DECIBELS, MOST_DECIBELS));
    speed.ifPresent(range -> range.require("speed", 0.1, 10));
  }

  /**
   * Changes a sound: speed, gain and noise.
   *
   * @param sound as it is; not changed
   * @param random decides; advances
   * @return as it is read, at the same rate; the given one where nothing is changed
   */
  public Sound changed(Sound sound, RandomStream random) {
    if (speed.isEmpty() && gain.isEmpty() && noise.isEmpty()) {
      return sound;
    }
    float[] samples = sound.samples().clone();
    if (speed.isPresent()) {
      int faster = (int) Math.round(speed.get().draw(random) * HUNDREDTHS);
      samples = new Resampler(faster, HUNDREDTHS).resample(samples);
    }
    if (gain.isPresent()) {
      double factor = amplitude(gain.get().draw(random));
      for (int i = 0; i < samples.length; i++) {
        samples[i] = (float) (factor * samples[i]);
      }
    }
    if (noise.isPresent()) {
      addNoise(samples, noise.get().draw(random), random);
    }
    return new Sound(samples, sound.sampleRate());
  }

  private static double amplitude(double decibels) {
    return Math.pow(10, decibels / 20);
  }

  private static void addNoise(float[] samples, double decibels, RandomStream random) {
    double[] noise = new double[samples.length];
    double noisePower = 0;
    double power = 0;
    for (int i = 0; i < noise.length; i++) {
      noise[i] = random.nextGaussian();
      noisePower += noise[i] * noise[i];
      power += (double) samples[i] * samples[i];
    }
    double scale = noisePower == 0 ? 0 : Math.sqrt(power / noisePower) / amplitude(decibels);
    for (int i = 0; i < noise.length; i++) {
      samples[i] += (float) (scale * noise[i]);
    }
  }

  /**
   * Masks bands and times.
   *
   * @param logMel [frames, width] in row-major order; changed in place
   * @param width the number of bands
   * @param random decides; advances
   */
  public void mask(float[] logMel, int width, RandomStream random) {
    int frames = logMel.length / width;
    double[] means = new double[width];
    for (int i = 0; i < logMel.length; i++) {
      means[i % width] += (double) logMel[i] / frames;
    }
    for (int n = 0; n < bands.count(); n++) {
      int wide = random.nextInt(Math.min(bands.widest(), width) + 1);
      int first = random.nextInt(width - wide + 1);
      fill(logMel, means, 0, frames, first, first + wide);
    }
    int longest = (int) Math.min(times.widest(), Math.floor(times.share() * frames));
    for (int n = 0; n < times.count(); n++) {
      int wide = random.nextInt(longest + 1);
      int first = random.nextInt(frames - wide + 1);
      fill(logMel, means, first, first + wide, 0, width);
    }
  }

  private static void fill(
      float[] logMel, double[] means, int fromFrame, int toFrame, int fromBand, int toBand) {
    for (int t = fromFrame; t < toFrame; t++) {
      for (int b = fromBand; b < toBand; b++) {
        logMel[t * means.length + b] = (float) means[b];
      }
    }
  }
}
