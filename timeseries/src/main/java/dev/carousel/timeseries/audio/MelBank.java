package dev.carousel.timeseries.audio;

import java.util.Arrays;

/**
 * Triangular filters whose centres are equally far apart on the mel scale, each of area 1 over
 * frequency in Hz: scale and area as in Slaney (Auditory Toolbox, technical report 1998-010, 1998),
 * which is what librosa takes unless told otherwise.
 *
 * <pre>
 * mel(f) = 3 f / 200                          below 1000 Hz
 *        = 15 + 27 ln(f / 1000) / ln 6.4      from there
 * w_b(f) = 2 / (f_(b+2) - f_b) max(0, min((f - f_b) / (f_(b+1) - f_b),
 *                                         (f_(b+2) - f) / (f_(b+2) - f_(b+1))))
 * </pre>
 *
 * <p>where f_0 = 0, …, f_(B+1) = half the sample rate. Immutable.
 */
final class MelBank {
  private static final double LINEAR_SLOPE = 3.0 / 200;
  private static final double BREAK = 1000;
  private static final double BREAK_MEL = 15;
  private static final double LOG_SLOPE = 27 / Math.log(6.4);

  /** The first bin of each filter, and its weights from there on. */
  private final int[] first;

  private final double[][] weights;

  /**
   * Filters.
   *
   * @throws IllegalArgumentException if there is a filter without any bin
   */
  MelBank(int sampleRate, int bins, int bands) {
    double[] edges = new double[bands + 2];
    for (int i = 0; i < edges.length; i++) {
      edges[i] = hertz(mel(sampleRate / 2.0) * i / (bands + 1));
    }
    double spacing = sampleRate / 2.0 / (bins - 1);
    first = new int[bands];
    weights = new double[bands][];
    for (int b = 0; b < bands; b++) {
      double[] all = new double[bins];
      int from = bins;
      int to = 0;
      for (int k = 0; k < bins; k++) {
        double f = k * spacing;
        double rising = (f - edges[b]) / (edges[b + 1] - edges[b]);
        double falling = (edges[b + 2] - f) / (edges[b + 2] - edges[b + 1]);
        all[k] = 2 / (edges[b + 2] - edges[b]) * Math.max(0, Math.min(rising, falling));
        if (all[k] > 0) {
          from = Math.min(from, k);
          to = k + 1;
        }
      }
      if (from >= to) {
        throw new IllegalArgumentException(
            ("mel band %d of %d, %.0f to %.0f Hz, has none of the frequencies of a window, which"
                    + " are %.1f Hz apart; take fewer mels or a longer window")
                .formatted(b + 1, bands, edges[b], edges[b + 2], spacing));
      }
      first[b] = from;
      weights[b] = Arrays.copyOfRange(all, from, to);
    }
  }

  static double mel(double hertz) {
    return hertz < BREAK ? hertz * LINEAR_SLOPE : BREAK_MEL + LOG_SLOPE * Math.log(hertz / BREAK);
  }

  static double hertz(double mel) {
    return mel < BREAK_MEL ? mel / LINEAR_SLOPE : BREAK * Math.exp((mel - BREAK_MEL) / LOG_SLOPE);
  }

  /** The energy of a band. */
  double energy(double[] power, int band) {
    double sum = 0;
    for (int j = 0; j < weights[band].length; j++) {
      sum += weights[band][j] * power[first[band] + j];
    }
    return sum;
  }
}
