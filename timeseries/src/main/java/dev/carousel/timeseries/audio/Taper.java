package dev.carousel.timeseries.audio;

/**
 * How a frame fades in and out before its spectrum is taken; the periodic form, of which N samples
 * are one period (Harris, On the use of windows for harmonic analysis with the discrete Fourier
 * transform, 1978).
 */
public enum Taper {
  /** 0.5 - 0.5 cos(2π n / N). */
  HANN(0.5),
  /** 0.54 - 0.46 cos(2π n / N). */
  HAMMING(0.54);

  private final double level;

  Taper(double level) {
    this.level = level;
  }

  /**
   * The weights of a frame.
   *
   * @param length N
   * @return [N], the caller's own
   */
  public double[] weights(int length) {
    double[] weights = new double[length];
    for (int n = 0; n < length; n++) {
      weights[n] = level - (1 - level) * Math.cos(2 * Math.PI * n / length);
    }
    return weights;
  }
}
