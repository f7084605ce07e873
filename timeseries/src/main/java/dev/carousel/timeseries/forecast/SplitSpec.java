package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;

/**
 * How a series is cut in time: the training part first, then the validation part, then the test
 * part at the end.
 *
 * @param valid the steps of the validation part: a whole number, or a fraction of the series if
 *     below 1
 * @param test the steps of the test part: a whole number, or a fraction of the series if below 1
 */
public record SplitSpec(double valid, double test) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is not above 0 or neither a fraction nor a whole
   *     number, or fractions leave nothing to train on
   */
  public SplitSpec {
    require("valid", valid);
    require("test", test);
    if (valid < 1 && test < 1 && valid + test >= 1) {
      throw new IllegalArgumentException(
          "valid and test take all of the series: %s and %s; let them sum to less than 1"
              .formatted(valid, test));
    }
  }

  private static void require(String name, double size) {
    boolean isFraction = size > 0 && size < 1;
    boolean isCount = size >= 1 && size <= Integer.MAX_VALUE && size == Math.rint(size);
    if (!isFraction && !isCount) {
      throw new IllegalArgumentException(
          "%s must be a whole number of steps or a fraction between 0 and 1, got %s"
              .formatted(name, size));
    }
  }

  /**
   * Cuts a series. Fractions are rounded to the nearest step.
   *
   * @param name what messages call the series
   * @param steps its length
   * @return the parts
   * @throws InvalidDataException if nothing is left for training
   */
  Parts cut(String name, int steps) {
    long validSteps = steps(valid, steps);
    long testSteps = steps(test, steps);
    if (validSteps + testSteps >= steps) {
      throw new InvalidDataException(
          ("%s: a validation part of %d and a test part of %d leave nothing of %d steps "
                  + "to train on; make them shorter")
              .formatted(name, validSteps, testSteps, steps));
    }
    return new Parts((int) (steps - testSteps - validSteps), (int) (steps - testSteps), steps);
  }

  private static long steps(double size, int steps) {
    return size < 1 ? Math.round(size * steps) : (long) size;
  }
}
