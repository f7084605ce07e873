package dev.carousel.timeseries.split;

import dev.carousel.train.Split;

/**
 * Where a series is cut. Each end is the step after the part's last; the training part begins with
 * the series.
 *
 * @param trainEnd end of training, start of validation
 * @param validEnd end of validation, start of test
 * @param testEnd end of test, at most the length of the series
 */
public record Parts(int trainEnd, int validEnd, int testEnd) {
  /**
   * Where a part begins.
   *
   * @param split which part
   * @return its first step
   */
  public int start(Split split) {
    return switch (split) {
      case TRAIN -> 0;
      case VALID -> trainEnd;
      case TEST -> validEnd;
    };
  }

  /**
   * Where a part ends.
   *
   * @param split which part
   * @return the step after its last
   */
  public int end(Split split) {
    return switch (split) {
      case TRAIN -> trainEnd;
      case VALID -> validEnd;
      case TEST -> testEnd;
    };
  }
}
