package dev.carousel.train;

import dev.carousel.optim.Optimizer;
import dev.carousel.optim.Schedule;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How to train: the {@code training} part of an experiment.
 *
 * @param optimizer the update rule
 * @param schedule how its learning rate changes
 * @param epochs how many passes over the training data at most
 * @param batchSize the number of sequences a mini-batch
 * @param clipNorm the largest global norm of the gradients, larger ones are scaled down to it;
 *     empty (null in JSON) for no limit
 * @param clipValue the largest absolute value of a gradient's element, larger ones are cut; empty
 *     (null in JSON) for no limit
 * @param patience how many epochs without a better validation metric end the training; empty (null
 *     in JSON) to run all epochs
 */
public record Training(
    Optimizer optimizer,
    Schedule schedule,
    int epochs,
    int batchSize,
    OptionalDouble clipNorm,
    OptionalDouble clipValue,
    OptionalInt patience) {
  /**
   * Checks the values.
   *
   * @throws IllegalArgumentException if one is impossible
   */
  public Training {
    if (epochs < 1) {
      throw new IllegalArgumentException("epochs must be at least 1, got " + epochs);
    }
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
    }
    requirePositive("clipNorm", clipNorm);
    requirePositive("clipValue", clipValue);
    if (patience.isPresent() && patience.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "patience must be at least 1, or null to run all epochs; got " + patience.getAsInt());
    }
  }

  private static void requirePositive(String name, OptionalDouble limit) {
    if (limit.isPresent() && !(limit.getAsDouble() > 0)) {
      throw new IllegalArgumentException(
          name
              + " must be above 0, or empty (null in JSON) for no limit; got "
              + limit.getAsDouble());
    }
  }
}
