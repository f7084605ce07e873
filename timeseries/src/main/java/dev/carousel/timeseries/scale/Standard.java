package dev.carousel.timeseries.scale;

/**
 * To mean 0 and standard deviation 1 (with n). In JSON, "standard".
 *
 * @param per what it is fitted to
 */
public record Standard(Per per) implements Scale {
  @Override
  public Scaler fit(double[] values) {
    return fit(new Transform.Identity(), values);
  }

  /** To mean 0 and standard deviation 1 of the transformed values. */
  static Scaler fit(Transform transform, double[] values) {
    if (Spread.of(values).isConstant()) {
      // The mean of equal numbers may be off by a rounding, which a tiny deviation would blow up.
      return new Scaler(transform, transform.apply(values[0]), 1);
    }
    double sum = 0;
    for (double value : values) {
      sum += transform.apply(value);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      double deviation = transform.apply(value) - mean;
      squares += deviation * deviation;
    }
    double deviation = Math.sqrt(squares / values.length);
    // Squares of the smallest numbers vanish.
    return new Scaler(transform, mean, deviation == 0 ? 1 : deviation);
  }
}
