package dev.carousel.timeseries.distribution;

/** Refuses numbers that distributions are not defined for. */
final class Requirements {
  private Requirements() {}

  static double probability(double probability) {
    if (!(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException(
          "a quantile's probability must be 0 to 1, got " + probability);
    }
    return probability;
  }

  static double scale(double scale) {
    if (!(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException("scale must be above 0 and finite, got " + scale);
    }
    return scale;
  }
}
