package dev.carousel.optim;

import java.util.List;

/**
 * The rate falls along half a cosine from 1 to {@code floor} times the optimizer's over all epochs
 * (Loshchilov and Hutter, SGDR, ICLR 2017, without restarts). In JSON, "cosine".
 *
 * @param floor the last epoch's factor, 0 to 1
 */
public record CosineSchedule(double floor) implements Schedule {
  /**
   * Checks the floor.
   *
   * @throws IllegalArgumentException if it is not between 0 and 1
   */
  public CosineSchedule {
    if (!(floor >= 0 && floor <= 1)) {
      throw new IllegalArgumentException("floor must be between 0 and 1, got " + floor);
    }
  }

  @Override
  public double factor(int epoch, int epochs, List<Double> history) {
    double progress = epochs == 1 ? 0 : (double) epoch / (epochs - 1);
    return floor + (1 - floor) * (1 + Math.cos(Math.PI * progress)) / 2;
  }
}
