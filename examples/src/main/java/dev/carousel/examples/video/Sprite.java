package dev.carousel.examples.video;

import java.util.function.DoubleFunction;

/**
 * A shape that is somewhere at any time.
 *
 * @param shape what it looks like
 * @param colour what it is filled with
 * @param course where it is at a time of 0, the first frame, to 1, the last
 */
record Sprite(Shape shape, Colour colour, DoubleFunction<Spot> course) {
  /**
   * Where a shape is.
   *
   * @param x of its middle, in pixels from the left edge
   * @param y of its middle, in pixels from the upper edge
   * @param radius of the circle as large as it, in pixels
   */
  record Spot(double x, double y, double radius) {}

  /** Whether the shape covers a point. */
  boolean covers(Spot spot, double x, double y) {
    return shape.covers((x - spot.x) / spot.radius, (y - spot.y) / spot.radius);
  }
}
