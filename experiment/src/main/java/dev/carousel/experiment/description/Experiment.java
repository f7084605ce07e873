package dev.carousel.experiment.description;

import dev.carousel.train.Architecture;
import dev.carousel.train.Task;
import dev.carousel.train.Training;

/**
 * An experiment as its JSON describes it.
 *
 * @param name names the run's folder; file names are made of it
 * @param seed decides everything random: the data by itself, trial s of each variant by seed + s
 * @param task what is learnt
 * @param model what learns it
 * @param training how
 * @param compare which variants and how many seeds
 */
public record Experiment(
    String name, long seed, Task task, Architecture model, Training training, Compare compare) {
  private static final int LONGEST_NAME = 80;

  /**
   * Checks the name.
   *
   * @throws IllegalArgumentException if the name cannot be part of a file name
   */
  public Experiment {
    requireFileName("experiment", name);
  }

  static void requireFileName(String what, String name) {
    if (!name.matches("[A-Za-z0-9_][A-Za-z0-9_.+-]*") || name.length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          ("the %s name '%s' cannot be part of a file name; use at most %d letters, digits, '-',"
                  + " '_', '+' and '.', a letter, digit or '_' first")
              .formatted(what, name, LONGEST_NAME));
    }
  }
}
