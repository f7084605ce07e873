package dev.carousel.timeseries.scale;

/** The least and the greatest of some values. */
record Spread(double low, double high) {
  static Spread of(double[] values) {
    double low = Double.POSITIVE_INFINITY;
    double high = Double.NEGATIVE_INFINITY;
    for (double value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    return new Spread(low, high);
  }

  boolean isConstant() {
    return low == high;
  }
}
