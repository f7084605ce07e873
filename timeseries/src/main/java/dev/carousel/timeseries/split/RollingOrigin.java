package dev.carousel.timeseries.split;

import dev.carousel.data.InvalidDataException;

/**
 * One round of a backtest: the test parts of all rounds lie one after the other at the end of the
 * series, and each round trains on all that is before its own. Round k ends (folds - 1 - k) · test
 * steps before the end of the series; later steps are not used. In JSON, "rolling-origin" (Tashman,
 * Out-of-sample tests of forecasting accuracy, 2000).
 *
 * @param folds how many rounds there are
 * @param fold which one this is, 0 (the earliest) to folds - 1
 * @param valid the steps of the validation part, just before the test part: a whole number, or a
 *     fraction of the series if below 1
 * @param test the steps of a test part, likewise
 */
public record RollingOrigin(int folds, int fold, double valid, double test) implements Cut {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if there is no fold, the fold is none of them, or a size is
   *     not above 0 or neither a fraction nor a whole number
   */
  public RollingOrigin {
    if (folds < 1) {
      throw new IllegalArgumentException("folds must be at least 1, got " + folds);
    }
    if (fold < 0 || fold >= folds) {
      throw new IllegalArgumentException("fold must be 0 to %d, got %d".formatted(folds - 1, fold));
    }
    Size.require("valid", valid);
    Size.require("test", test);
  }

  @Override
  public Parts cut(String name, int steps) {
    long validSteps = Size.steps(valid, steps);
    long testSteps = Size.steps(test, steps);
    long end = steps - (folds - 1L - fold) * testSteps;
    long trainEnd = end - testSteps - validSteps;
    if (trainEnd <= 0) {
      throw new InvalidDataException(
          ("%s: fold %d of %d, with a validation part of %d and test parts of %d, leaves nothing"
                  + " of %d steps to train on; make them shorter or fewer")
              .formatted(name, fold, folds, validSteps, testSteps, steps));
    }
    return new Parts((int) trainEnd, (int) (end - testSteps), (int) end);
  }
}
