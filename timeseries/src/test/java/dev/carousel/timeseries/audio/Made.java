package dev.carousel.timeseries.audio;

/** The sound of which librosa.txt holds the features. */
final class Made {
  static final int RATE = 8000;

  private Made() {}

  /** Two sines and a saw that jumps about, rounded as in a file of 16 bits. */
  static float[] samples() {
    float[] samples = new float[2000];
    for (int n = 0; n < samples.length; n++) {
      double x =
          0.5 * Math.sin(2 * Math.PI * 440 * n / RATE)
              + 0.3 * Math.sin(2 * Math.PI * 1234.5 * n / RATE + 0.7);
      x += 0.1 * (n * 7919 % 1000 / 500.0 - 1);
      samples[n] = (float) (Math.rint(32768 * x) / 32768);
    }
    return samples;
  }
}
