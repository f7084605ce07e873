package dev.carousel.timeseries.forecast;

import dev.carousel.train.Split;

/**
 * Where a series is cut. Each end is the step after the part's last.
 *
 * @param trainEnd end of training, start of validation
 * @param validEnd end of validation, start of test
 * @param testEnd end of test, the length of the series
 */
record Parts(int trainEnd, int validEnd, int testEnd) {
  int start(Split split) {
    return switch (split) {
      case TRAIN -> 0;
      case VALID -> trainEnd;
      case TEST -> validEnd;
    };
  }

  int end(Split split) {
    return switch (split) {
      case TRAIN -> trainEnd;
      case VALID -> validEnd;
      case TEST -> testEnd;
    };
  }
}
