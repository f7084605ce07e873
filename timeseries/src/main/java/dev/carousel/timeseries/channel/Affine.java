package dev.carousel.timeseries.channel;

/** z = (y - offset) / factor. */
record Affine(double offset, double factor) {
  static final Affine IDENTITY = new Affine(0, 1);

  /**
   * To mean 0 and standard deviation 1. Values that are all equal are shifted only; without values
   * there is nothing to do.
   *
   * @throws IllegalArgumentException if sums or squares are beyond double precision
   */
  static Affine standard(double[] values) {
    if (values.length == 0) {
      return IDENTITY;
    }
    double sum = 0;
    boolean constant = true;
    for (double value : values) {
      sum += value;
      constant &= value == values[0];
    }
    if (constant) {
      // The mean of equal numbers may be off by a rounding, which a tiny deviation would blow up.
      return new Affine(values[0], 1);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = Math.sqrt(squares / values.length);
    if (!Double.isFinite(deviation)) {
      throw new IllegalArgumentException("too large to be scaled; give them in a larger unit");
    }
    // Squares of the smallest numbers vanish.
    return new Affine(mean, deviation == 0 ? 1 : deviation);
  }

  double apply(double value) {
    return (value - offset) / factor;
  }
}
