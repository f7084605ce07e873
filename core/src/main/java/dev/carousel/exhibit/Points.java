package dev.carousel.exhibit;

/** What lines and bands ask of their numbers. */
final class Points {
  private Points() {}

  static void requireRising(String what, double[] x) {
    if (x.length == 0) {
      throw new IllegalArgumentException(what + " has no points");
    }
    for (int i = 0; i < x.length; i++) {
      if (!Double.isFinite(x[i])) {
        throw new IllegalArgumentException("%s: x of point %d is %s".formatted(what, i, x[i]));
      }
      if (i > 0 && x[i] <= x[i - 1]) {
        throw new IllegalArgumentException(
            "%s: x of point %d, %s, is not above the one before, %s"
                .formatted(what, i, x[i], x[i - 1]));
      }
    }
  }

  static void requireAsMany(String what, String name, double[] values, double[] x) {
    if (values.length != x.length) {
      throw new IllegalArgumentException(
          "%s has %d x and %d %s".formatted(what, x.length, values.length, name));
    }
  }

  static void requireNotInfinite(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (Double.isInfinite(values[i])) {
        throw new IllegalArgumentException(
            "%s is %s at point %d; NaN is a gap".formatted(what, values[i], i));
      }
    }
  }
}
