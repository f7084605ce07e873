package dev.carousel.timeseries.audio;

/**
 * From sound to the features that models read, a row a frame. In order:
 *
 * <ol>
 *   <li>sound is brought to {@code sampleRate}, see {@link Resampler};
 *   <li>pre-emphasis: x_n = s_n - a s_(n-1), s_(-1) = 0;
 *   <li>{@link Frames} of {@code window} milliseconds, {@code hop} apart, under a {@link Taper};
 *   <li>power |X_k|² of the discrete Fourier transform, over the first power of two that is not
 *       below the window; it is not divided by anything;
 *   <li>{@code mels} triangular bands, of Slaney's scale and of area 1 over Hz (Slaney, Auditory
 *       Toolbox, 1998; the default of librosa), from 0 to half the sample rate;
 *   <li>the natural logarithm of what is in them, at least 1e-10, which is about what the rounding
 *       of 16-bit samples leaves there;
 *   <li>{@code kind}: these, or their cepstral coefficients;
 *   <li>{@code deltas}: 1 for the slopes beside them, d_t = Σ_n n (c_(t+n) - c_(t-n)) / 10 over n =
 *       1, 2, the regression over five frames (Furui, Speaker-independent isolated word recognition
 *       using dynamic features of speech spectrum, 1986), the first and the last frame standing for
 *       those beyond them; 2 for the slopes of the slopes, too;
 *   <li>{@code normalise}: each feature of each utterance to mean 0 and deviation 1; one that is
 *       constant in it to mean 0.
 * </ol>
 *
 * @param sampleRate samples a second
 * @param preEmphasis a, 0 for none, below 1
 * @param window how long frames are, in milliseconds, at most 1000
 * @param hop how far apart, in milliseconds, at most {@code window}
 * @param taper how frames fade in and out
 * @param mels the number of bands
 * @param kind what of them is read
 * @param deltas how many times slopes are taken, 0 to 2
 * @param normalise whether each utterance is normalised by itself
 */
public record FrontEnd(
    int sampleRate,
    double preEmphasis,
    double window,
    double hop,
    Taper taper,
    int mels,
    SpectralForm kind,
    int deltas,
    boolean normalise) {
  /** The least energy of a band. */
  static final double FLOOR = 1e-10;

  private static final double LONGEST_WINDOW = 1000;

  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public FrontEnd {
    Sound.requireRate("sampleRate", sampleRate);
    if (!(preEmphasis >= 0 && preEmphasis < 1)) {
      throw new IllegalArgumentException(
          "preEmphasis must be at least 0 and below 1, got " + preEmphasis);
    }
    if (!(window > 0 && window <= LONGEST_WINDOW)) {
      throw new IllegalArgumentException(
          "window must be above 0 and at most %.0f ms, got %s".formatted(LONGEST_WINDOW, window));
    }
    if (!(hop > 0 && hop <= window)) {
      throw new IllegalArgumentException(
          "hop must be above 0 and at most the window, %s ms, got %s".formatted(window, hop));
    }
    if (samples(window, sampleRate) < 2 || samples(hop, sampleRate) < 1) {
      throw new IllegalArgumentException(
          "a window of %s ms and a hop of %s ms are less than 2 and 1 samples at %d a second"
              .formatted(window, hop, sampleRate));
    }
    if (mels < 1) {
      throw new IllegalArgumentException("mels must be at least 1, got " + mels);
    }
    new MelBank(sampleRate, PowerSpectrum.bins(samples(window, sampleRate)), mels);
    kind.width(mels);
    if (deltas < 0 || deltas > 2) {
      throw new IllegalArgumentException("deltas must be 0, 1 or 2, got " + deltas);
    }
  }

  private static int samples(double milliseconds, int sampleRate) {
    return (int) Math.round(milliseconds * sampleRate / 1000);
  }

  /**
   * What is usual for speech that was recorded at 8000 samples a second, as over a telephone.
   *
   * @return 40 log-mel bands without slopes, normalised, of windows of 25 ms every 10 ms
   */
  public static FrontEnd standard() {
    return new FrontEnd(8000, 0.97, 25, 10, Taper.HANN, 40, new LogMel(), 0, true);
  }

  /**
   * The number of features.
   *
   * @return how many numbers a frame
   */
  public int width() {
    return kind.width(mels) * (1 + deltas);
  }

  /**
   * The number of samples in a window.
   *
   * @return at least 2
   */
  public int windowSamples() {
    return samples(window, sampleRate);
  }

  /**
   * The number of samples from one frame to the next.
   *
   * @return at least 1
   */
  public int hopSamples() {
    return samples(hop, sampleRate);
  }
}
