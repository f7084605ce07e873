package dev.carousel.data;

/** Adding up probabilities of which the logarithms are known. */
public final class LogSum {
  /** Two numbers as much smaller than 1 as e to this, added to 1, leave it as it is. */
  private static final double NEGLIGIBLE = -38;

  private LogSum() {}

  /**
   * log(eᵃ + eᵇ).
   *
   * @param a a logarithm, perhaps -∞
   * @param b another
   * @return the logarithm of the sum; NaN if one of them is
   */
  public static double of(double a, double b) {
    double largest = Math.max(a, b);
    // Nothing is added up, or nothing that is a number.
    if (!(largest > Double.NEGATIVE_INFINITY)) {
      return largest;
    }
    double sum = share(a - largest) + share(b - largest);
    return sum == 1 ? largest : largest + Math.log(sum);
  }

  /**
   * log(eᵃ + eᵇ + eᶜ).
   *
   * @param a a logarithm, perhaps -∞
   * @param b another
   * @param c another
   * @return the logarithm of the sum; NaN if one of them is
   */
  public static double of(double a, double b, double c) {
    double largest = Math.max(a, Math.max(b, c));
    if (!(largest > Double.NEGATIVE_INFINITY)) {
      return largest;
    }
    double sum = share(a - largest) + share(b - largest) + share(c - largest);
    return sum == 1 ? largest : largest + Math.log(sum);
  }

  private static double share(double difference) {
    if (difference == 0) {
      return 1;
    }
    return difference < NEGLIGIBLE ? 0 : Math.exp(difference);
  }
}
