package dev.carousel.timeseries.scale;

/** What is done to values before they are shifted and stretched. */
public sealed interface Transform {
  /**
   * The transform.
   *
   * @param value y
   * @return g(y)
   */
  double apply(double value);

  /**
   * Undoes {@link #apply}.
   *
   * @param transformed g(y)
   * @return y
   */
  double invert(double transformed);

  /** None: g(y) = y. */
  record Identity() implements Transform {
    @Override
    public double apply(double value) {
      return value;
    }

    @Override
    public double invert(double transformed) {
      return transformed;
    }
  }

  /** The natural logarithm: g(y) = ln y, for y above 0. */
  record Logarithm() implements Transform {
    @Override
    public double apply(double value) {
      return Math.log(value);
    }

    @Override
    public double invert(double transformed) {
      return Math.exp(transformed);
    }
  }

  /**
   * The power transform g(y) = ((y / m)^λ - 1) / λ, and ln(y / m) for λ = 0, for y above 0 (Box and
   * Cox, An analysis of transformations, 1964). Their λ is of y itself; dividing by m changes it
   * only by what is shifted and stretched afterwards, and keeps powers away from the ends of double
   * precision.
   *
   * @param lambda λ
   * @param logUnit ln m
   */
  record Power(double lambda, double logUnit) implements Transform {
    @Override
    public double apply(double value) {
      return ofLogarithm(Math.log(value) - logUnit);
    }

    /** Of ln(y / m). */
    double ofLogarithm(double log) {
      return lambda == 0 ? log : Math.expm1(lambda * log) / lambda;
    }

    /**
     * Undoes {@link #apply}.
     *
     * @param transformed g(y); with λ above 0 it is above -1 / λ, with λ below 0 below that
     * @return y; beyond that bound 0 or infinity
     */
    @Override
    public double invert(double transformed) {
      double log =
          lambda == 0 ? transformed : Math.log1p(Math.max(lambda * transformed, -1)) / lambda;
      return Math.exp(log + logUnit);
    }
  }
}
