package dev.carousel.timeseries.distribution;

/** log(1 + eˣ), which turns raw numbers into positive ones. */
final class Softplus {
  /**
   * What is added to it where it is a scale, so that no density is infinite. Floats around 1 are
   * 1e-7 apart, so a smaller deviation could not be told from none.
   */
  static final double FLOOR = 1e-6;

  private Softplus() {}

  /** log(1 + eˣ) without overflow. */
  static double of(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  /** Its derivative, σ(x). */
  static double slope(double x) {
    return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
  }
}
