package dev.carousel.optim;

import java.util.List;

/**
 * The rate is multiplied by {@code factor} every epoch, from epoch {@code from} on: with 0.5 and 4
 * the schedule of Zaremba et al. (2014). In JSON, "exponential".
 *
 * @param factor what the rate is multiplied by
 * @param from how many epochs keep the full rate
 */
public record ExponentialSchedule(double factor, int from) implements Schedule {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public ExponentialSchedule {
    PointwiseUpdates.requirePositive("factor", factor);
    if (from < 0) {
      throw new IllegalArgumentException("from must be at least 0, got " + from);
    }
  }

  @Override
  public double factor(int epoch, int epochs, List<Double> history) {
    return Math.pow(factor, Math.max(0, epoch - from));
  }
}
