package dev.carousel.timeseries.split;

import dev.carousel.data.InvalidDataException;

/**
 * The test part is at the end, the validation part before it. In JSON, "chronological".
 *
 * @param valid the steps of the validation part: a whole number, or a fraction of the series if
 *     below 1
 * @param test the steps of the test part: a whole number, or a fraction of the series if below 1
 */
public record Chronological(double valid, double test) implements Cut {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is not above 0 or neither a fraction nor a whole
   *     number, or fractions leave nothing to train on
   */
  public Chronological {
    Size.require("valid", valid);
    Size.require("test", test);
    if (valid < 1 && test < 1 && valid + test >= 1) {
      throw new IllegalArgumentException(
          "valid and test take all of the series: %s and %s; let them sum to less than 1"
              .formatted(valid, test));
    }
  }

  @Override
  public Parts cut(String name, int steps) {
    long validSteps = Size.steps(valid, steps);
    long testSteps = Size.steps(test, steps);
    if (validSteps + testSteps >= steps) {
      throw new InvalidDataException(
          ("%s: a validation part of %d and a test part of %d leave nothing of %d steps "
                  + "to train on; make them shorter")
              .formatted(name, validSteps, testSteps, steps));
    }
    return new Parts((int) (steps - testSteps - validSteps), (int) (steps - testSteps), steps);
  }
}
