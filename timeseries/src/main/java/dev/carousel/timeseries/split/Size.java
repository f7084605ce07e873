package dev.carousel.timeseries.split;

/** The size of a part: a whole number of steps, or a fraction of the series if below 1. */
final class Size {
  private Size() {}

  static void require(String name, double size) {
    boolean isFraction = size > 0 && size < 1;
    boolean isCount = size >= 1 && size <= Integer.MAX_VALUE && size == Math.rint(size);
    if (!isFraction && !isCount) {
      throw new IllegalArgumentException(
          "%s must be a whole number of steps or a fraction between 0 and 1, got %s"
              .formatted(name, size));
    }
  }

  /** Fractions are rounded to the nearest step. */
  static long steps(double size, int steps) {
    return size < 1 ? Math.round(size * steps) : (long) size;
  }
}
