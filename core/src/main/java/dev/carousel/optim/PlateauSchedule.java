package dev.carousel.optim;

import java.util.List;

/**
 * The rate is multiplied by {@code factor} whenever the validation metric has not improved for
 * {@code patience} epochs; the count then begins anew. In JSON, "plateau".
 *
 * @param factor what the rate is multiplied by
 * @param patience how many epochs without improvement are allowed
 */
public record PlateauSchedule(double factor, int patience) implements Schedule {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public PlateauSchedule {
    PointwiseUpdates.requirePositive("factor", factor);
    if (patience < 1) {
      throw new IllegalArgumentException("patience must be at least 1, got " + patience);
    }
  }

  @Override
  public double factor(int epoch, int epochs, List<Double> history) {
    double best = Double.POSITIVE_INFINITY;
    int waited = 0;
    double product = 1;
    for (double metric : history) {
      if (metric < best) {
        best = metric;
        waited = 0;
      } else if (++waited == patience) {
        product *= factor;
        waited = 0;
      }
    }
    return product;
  }
}
