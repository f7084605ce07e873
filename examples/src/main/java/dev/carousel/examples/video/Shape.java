package dev.carousel.examples.video;

/** Shapes around 0, as large as a circle of radius 1; y points downwards. */
enum Shape {
  CIRCLE("circle") {
    @Override
    boolean covers(double x, double y) {
      return x * x + y * y <= 1;
    }
  },
  SQUARE("square") {
    @Override
    boolean covers(double x, double y) {
      return Math.max(Math.abs(x), Math.abs(y)) <= 0.875;
    }
  },
  TRIANGLE("triangle") {
    @Override
    boolean covers(double x, double y) {
      return y <= 0.875 && Math.abs(x) <= (y + 1) * 0.5625;
    }
  },
  CROSS("cross") {
    @Override
    boolean covers(double x, double y) {
      double less = Math.min(Math.abs(x), Math.abs(y));
      return less <= 0.3125 && Math.max(Math.abs(x), Math.abs(y)) <= 1;
    }
  };

  /** No shape covers a point whose x or y is farther from 0. */
  static final double EXTENT = 1.1;

  /** What captions call it. */
  final String word;

  Shape(String word) {
    this.word = word;
  }

  /** Whether a point is part of it. */
  abstract boolean covers(double x, double y);
}
