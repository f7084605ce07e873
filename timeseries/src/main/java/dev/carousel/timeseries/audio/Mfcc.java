package dev.carousel.timeseries.audio;

/**
 * Mel frequency cepstral coefficients (Davis and Mermelstein, Comparison of parametric
 * representations for monosyllabic word recognition in continuously spoken sentences, 1980): the
 * first coefficients of the orthonormal cosine transform (DCT-II) of a log-mel spectrum. In JSON,
 * "mfcc".
 *
 * <pre>
 * c_k = √(2 / B) Σ_b s_b cos(π k (2 b + 1) / (2 B)),     c_0 = √(1 / B) Σ_b s_b
 * </pre>
 *
 * @param coefficients how many, c_0 among them, at least 1 and at most B
 */
public record Mfcc(int coefficients) implements SpectralForm {
  /**
   * Checks the number.
   *
   * @throws IllegalArgumentException if it is below 1
   */
  public Mfcc {
    if (coefficients < 1) {
      throw new IllegalArgumentException("coefficients must be at least 1, got " + coefficients);
    }
  }

  @Override
  public int width(int bands) {
    if (coefficients > bands) {
      throw new IllegalArgumentException(
          "coefficients must be at most the number of mels, %d, got %d"
              .formatted(bands, coefficients));
    }
    return coefficients;
  }

  @Override
  public float[] of(float[] logMel, int bands) {
    int frames = logMel.length / bands;
    float[] cepstra = new float[frames * coefficients];
    double[] wave = new double[bands];
    for (int k = 0; k < coefficients; k++) {
      double scale = Math.sqrt((k == 0 ? 1.0 : 2.0) / bands);
      for (int b = 0; b < bands; b++) {
        wave[b] = scale * Math.cos(Math.PI * k * (2 * b + 1) / (2.0 * bands));
      }
      for (int t = 0; t < frames; t++) {
        double sum = 0;
        for (int b = 0; b < bands; b++) {
          sum += wave[b] * logMel[t * bands + b];
        }
        cepstra[t * coefficients + k] = (float) sum;
      }
    }
    return cepstra;
  }
}
