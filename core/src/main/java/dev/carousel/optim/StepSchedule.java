package dev.carousel.optim;

import java.util.List;

/**
 * The rate is multiplied by {@code factor} every {@code every} epochs. In JSON, "step".
 *
 * @param every how many epochs a step lasts
 * @param factor what the rate is multiplied by
 */
public record StepSchedule(int every, double factor) implements Schedule {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public StepSchedule {
    if (every < 1) {
      throw new IllegalArgumentException("every must be at least 1, got " + every);
    }
    PointwiseUpdates.requirePositive("factor", factor);
  }

  @Override
  public double factor(int epoch, int epochs, List<Double> history) {
    return Math.pow(factor, epoch / every);
  }
}
