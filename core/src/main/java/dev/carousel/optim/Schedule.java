package dev.carousel.optim;

import java.util.List;

/** How the learning rate changes from epoch to epoch: a record whose components are its JSON. */
public interface Schedule {
  /**
   * The factor on the optimizer's learning rate.
   *
   * @param epoch the epoch about to begin, 0 the first
   * @param epochs how many epochs training lasts at most
   * @param history the deciding validation metric of the epochs before, made so that smaller is
   *     better
   * @return the factor
   */
  double factor(int epoch, int epochs, List<Double> history);
}
