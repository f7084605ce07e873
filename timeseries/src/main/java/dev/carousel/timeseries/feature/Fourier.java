package dev.carousel.timeseries.feature;

/**
 * The first terms of a Fourier series: sin 2πkt/P and cos 2πkt/P for k = 1 to the order, at step t
 * from the series' start on (as Hyndman and Athanasopoulos, Forecasting: principles and practice,
 * use them for long seasons).
 *
 * @param period P in steps, such as 365.25 for a year of days; at least 2
 * @param order the number of pairs, 1 to P / 2
 */
public record Fourier(double period, int order) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the period is below 2, or the order below 1 or above half
   *     the period, where terms repeat
   */
  public Fourier {
    if (!(period >= 2) || Double.isInfinite(period)) {
      throw new IllegalArgumentException("period must be at least 2 steps, got " + period);
    }
    if (order < 1 || order > period / 2) {
      throw new IllegalArgumentException(
          "order must be 1 to half the period of %s, got %d".formatted(period, order));
    }
  }

  /**
   * Where in the cycle of a term a step is.
   *
   * @param k the term, 1 to the order
   * @param step t, 0 the first; below 0 before it
   * @return kt/P without its whole part
   */
  double phase(int k, long step) {
    return (double) k * step % period / period;
  }

  /** The frequency of a term, such as "2/24". */
  String frequency(int k) {
    String steps = period == Math.rint(period) ? String.valueOf((long) period) : period + "";
    return k + "/" + steps;
  }
}
