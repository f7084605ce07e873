package dev.carousel.examples.video;

import java.util.ArrayList;
import java.util.List;

/**
 * What a clip is about.
 *
 * @param shape of what moves
 * @param colour of what moves
 * @param motion what it does
 */
record Combination(Shape shape, Colour colour, Motion motion) {
  private static final int HELD_OUT = 5;

  /** Every combination. */
  static List<Combination> all() {
    List<Combination> all = new ArrayList<>();
    for (Shape shape : Shape.values()) {
      for (Colour colour : Colour.values()) {
        for (Motion motion : Motion.values()) {
          all.add(new Combination(shape, colour, motion));
        }
      }
    }
    return all;
  }

  /**
   * Whether it is never seen in training: one in five is, where the places of shape, colour and
   * motion in their lists add up to a multiple of 5. So each shape is still seen in each colour,
   * each shape in each motion and each colour in each motion.
   */
  boolean unseen() {
    return (shape.ordinal() + colour.ordinal() + motion.ordinal()) % HELD_OUT == 0;
  }
}
