package dev.carousel.timeseries.audio;

/**
 * Changes the sampling rate by a rational ratio, band-limited: a sum of sinc functions under a
 * Kaiser window (Smith and Gossett, A flexible sampling-rate conversion method, 1984; Kaiser and
 * Schafer, On the use of the I₀-sinh window for spectrum analysis, 1980).
 *
 * <pre>
 * y_m  = Σ_n x_n h(m r - n) / Σ_n h(m r - n),     r = from / to
 * h(τ) = sinc(c τ / s) I₀(β √(1 - (τ / 64 s)²)),   |τ| ≤ 64 s,   s = max(1, r)
 * </pre>
 *
 * <p>where sinc(x) = sin(π x) / (π x), and β and c lie so that all above half the lower of the two
 * rates is 80 dB down, and what is below 0.92 of that half comes through unchanged to within 0.1
 * per cent. The division makes a constant come back as it was. Before its beginning and after its
 * end the sound is 0.
 *
 * <p>Not safe for use by several threads.
 */
public final class Resampler {
  private static final int ZERO_CROSSINGS = 64;
  private static final double ATTENUATION = 80;

  /** Kaiser's formulas for the window's shape, and for the width of the transition it needs. */
  private static final double BETA = 0.1102 * (ATTENUATION - 8.7);

  private static final double TRANSITION =
      (ATTENUATION - 8) / (2.285 * 2 * ZERO_CROSSINGS) / Math.PI;

  /**
   * h at equal distances, in between which it is linear: it is the same function for all ratios, if
   * distances are in samples of the lower rate. Its second derivative is below 3.3, so that what is
   * between two values is off by 3.3 / 8 / 2048², 1e-7, at most.
   */
  private static final int VALUES_A_SAMPLE = 2048;

  private static final double[] KERNEL = kernel();

  private final int up;
  private final int down;
  private final double slower;
  private final int reach;

  /** The weights of each of the {@code up} places between two samples, made when first needed. */
  private final double[][] weights;

  /**
   * A change of rate.
   *
   * @param from the rate of what is given
   * @param to the rate that is wanted
   * @throws IllegalArgumentException if a rate is not 1 to 1,000,000
   */
  public Resampler(int from, int to) {
    Sound.requireRate("the given rate", from);
    Sound.requireRate("the wanted rate", to);
    int divisor = greatestCommonDivisor(from, to);
    up = to / divisor;
    down = from / divisor;
    slower = Math.max(1, (double) down / up);
    reach = (int) Math.ceil(ZERO_CROSSINGS * slower);
    weights = new double[up][];
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }

  /**
   * The number of samples that come of so many.
   *
   * @param samples n
   * @return ⌈n to / from⌉
   * @throws IllegalArgumentException if there are more than an array holds
   */
  public int length(int samples) {
    long length = ((long) samples * up + down - 1) / down;
    if (length > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException(
          "%d samples would become %d, which is more than an array holds"
              .formatted(samples, length));
    }
    return (int) length;
  }

  /**
   * Resamples.
   *
   * @param samples what is given; not changed
   * @return what is wanted, in an array of its own; sample m is at the time of given sample m from
   *     / to
   */
  public float[] resample(float[] samples) {
    if (up == down) {
      return samples.clone();
    }
    float[] resampled = new float[length(samples.length)];
    for (int m = 0; m < resampled.length; m++) {
      long place = (long) m * down;
      double[] at = weightsAt((int) (place % up));
      int first = (int) (place / up) - reach + 1;
      int end = Math.min(at.length, samples.length - first);
      int j = Math.max(0, -first);
      // Four sums, so that an addition need not wait for the one before.
      double sum = 0;
      double second = 0;
      double third = 0;
      double fourth = 0;
      for (; j + 3 < end; j += 4) {
        sum += at[j] * samples[first + j];
        second += at[j + 1] * samples[first + j + 1];
        third += at[j + 2] * samples[first + j + 2];
        fourth += at[j + 3] * samples[first + j + 3];
      }
      for (; j < end; j++) {
        sum += at[j] * samples[first + j];
      }
      resampled[m] = (float) (sum + second + (third + fourth));
    }
    return resampled;
  }

  /** Of the samples from the one that is {@code reach - 1} before the last one not after. */
  private double[] weightsAt(int phase) {
    if (weights[phase] == null) {
      double[] made = new double[2 * reach];
      double total = 0;
      for (int j = 0; j < made.length; j++) {
        made[j] = weight(j - reach + 1 - (double) phase / up);
        total += made[j];
      }
      for (int j = 0; j < made.length; j++) {
        made[j] /= total;
      }
      weights[phase] = made;
    }
    return weights[phase];
  }

  private double weight(double distance) {
    double place = Math.abs(distance) / slower * VALUES_A_SAMPLE;
    int before = (int) place;
    if (before + 1 >= KERNEL.length) {
      return 0;
    }
    return KERNEL[before] + (place - before) * (KERNEL[before + 1] - KERNEL[before]);
  }

  private static double[] kernel() {
    double[] kernel = new double[ZERO_CROSSINGS * VALUES_A_SAMPLE + 1];
    for (int i = 0; i < kernel.length; i++) {
      double place = (double) i / (kernel.length - 1);
      double angle = Math.PI * (1 - TRANSITION / 2) * i / VALUES_A_SAMPLE;
      double sinc = i == 0 ? 1 : Math.sin(angle) / angle;
      kernel[i] = sinc * besselI0(BETA * Math.sqrt(1 - place * place));
    }
    return kernel;
  }

  /** The modified Bessel function of the first kind and order 0, by its power series. */
  private static double besselI0(double x) {
    double term = 1;
    double sum = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= x * x / (4.0 * k * k);
      sum += term;
    }
    return sum;
  }
}
