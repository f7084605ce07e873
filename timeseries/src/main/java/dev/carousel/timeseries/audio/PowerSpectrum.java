package dev.carousel.timeseries.audio;

import org.hipparchus.transform.DftNormalization;
import org.hipparchus.transform.FastFourierTransformer;
import org.hipparchus.transform.TransformType;

/**
 * The power spectrum of a frame, P_k = |Σ_n w_n x_n exp(-2πi k n / F)|² for k = 0 … F / 2, F being
 * the first power of two that is not below the frame's length. Has buffers of its own; not safe for
 * use by several threads.
 */
final class PowerSpectrum {
  private final double[] taper;
  private final double preEmphasis;
  private final double[][] parts;
  private final double[] power;

  PowerSpectrum(double[] taper, double preEmphasis) {
    this.taper = taper;
    this.preEmphasis = preEmphasis;
    parts = new double[2][size(taper.length)];
    power = new double[bins(taper.length)];
  }

  /** F for frames of a length. */
  static int size(int length) {
    return length == 1 ? 1 : Integer.highestOneBit(length - 1) << 1;
  }

  /** F / 2 + 1 for frames of a length. */
  static int bins(int length) {
    return size(length) / 2 + 1;
  }

  /**
   * The spectrum of the samples from one on, x_n being s_n - a s_(n-1), with 0 beyond both ends.
   *
   * @return [F / 2 + 1], valid until the next call
   */
  double[] of(float[] samples, int start) {
    double[] real = parts[0];
    for (int n = 0; n < real.length; n++) {
      int i = start + n;
      boolean sounds = n < taper.length && i < samples.length;
      double before = sounds && i > 0 ? samples[i - 1] : 0;
      real[n] = sounds ? taper[n] * (samples[i] - preEmphasis * before) : 0;
      parts[1][n] = 0;
    }
    FastFourierTransformer.transformInPlace(
        parts, DftNormalization.STANDARD, TransformType.FORWARD);
    for (int k = 0; k < power.length; k++) {
      power[k] = real[k] * real[k] + parts[1][k] * parts[1][k];
    }
    return power;
  }
}
