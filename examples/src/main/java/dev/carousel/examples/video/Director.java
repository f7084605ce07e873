package dev.carousel.examples.video;

import dev.carousel.examples.video.Sprite.Spot;
import dev.carousel.random.RandomStream;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Draws what a caption leaves open: where things are, how large exactly, how far they go.
 *
 * <p>Lengths are parts of the smaller side m: a small shape has a radius of 0.10 m to 0.13 m, a
 * large one of 0.19 m to 0.23 m; what grows begins at 0.10 m and ends at 0.26 m. Shapes stay within
 * the picture.
 *
 * @param size of the pictures
 * @param random advanced
 */
record Director(FrameSize size, RandomStream random) {
  private static final int DARKEST_LEVELS = 48;
  private static final int BOUNCES = 2;

  /**
   * A scene and what is seen in it.
   *
   * @param scene to be filmed
   * @param caption in lower case without a full stop
   */
  record Directed(Scene scene, String caption) {}

  /** Draws a scene of a combination. */
  Directed direct(Combination about) {
    int background = random.nextInt(DARKEST_LEVELS);
    if (about.motion() == Motion.PASSES_BEHIND) {
      return passing(about, background);
    }
    boolean large = random.nextBoolean();
    double radius = side() * (large ? between(0.19, 0.23) : between(0.10, 0.13));
    Sprite sprite = new Sprite(about.shape(), about.colour(), course(about.motion(), radius));
    String sized = about.motion().sized ? (large ? "large " : "small ") : "";
    return new Directed(
        new Scene(background, List.of(sprite)),
        "a %s%s %s %s"
            .formatted(sized, about.colour().word, about.shape().word, about.motion().words));
  }

  private Directed passing(Combination about, int background) {
    Shape shape = Shape.values()[random.nextInt(Shape.values().length)];
    int others = Colour.values().length - 1;
    Colour colour =
        Colour.values()[(about.colour().ordinal() + 1 + random.nextInt(others)) % (others + 1)];
    double front = side() * between(0.24, 0.28);
    double behind = side() * between(0.14, 0.17);
    double x = size.width() / 2.0 + side() * between(-0.08, 0.08);
    double y = within(size.height(), front);
    Spot still = new Spot(x, y, front);
    double height = y + side() * between(-0.05, 0.05);
    DoubleFunction<Spot> course = across(behind, height, random.nextBoolean());
    return new Directed(
        new Scene(
            background,
            List.of(
                new Sprite(about.shape(), about.colour(), course),
                new Sprite(shape, colour, time -> still))),
        "a %s %s %s a %s %s"
            .formatted(
                about.colour().word,
                about.shape().word,
                about.motion().words,
                colour.word,
                shape.word));
  }

  private DoubleFunction<Spot> course(Motion motion, double radius) {
    return switch (motion) {
      case LEFT -> across(radius, within(size.height(), radius), true);
      case RIGHT -> across(radius, within(size.height(), radius), false);
      case UP -> along(radius, within(size.width(), radius), true);
      case DOWN -> along(radius, within(size.width(), radius), false);
      case BOUNCES -> bouncing(radius);
      case CIRCLES -> circling(radius);
      case GROWS -> changing(0.10, 0.26);
      case SHRINKS -> changing(0.26, 0.10);
      case PASSES_BEHIND ->
          throw new IllegalArgumentException("nothing passes behind anything alone");
    };
  }

  /** From one side to the other. */
  private DoubleFunction<Spot> across(double radius, double y, boolean left) {
    double from = radius + size.width() * between(0, 0.12);
    double to = size.width() - radius - size.width() * between(0, 0.12);
    return time -> new Spot(from + (to - from) * (left ? 1 - time : time), y, radius);
  }

  /** From the upper edge to the lower one or back. */
  private DoubleFunction<Spot> along(double radius, double x, boolean up) {
    double from = radius + size.height() * between(0, 0.12);
    double to = size.height() - radius - size.height() * between(0, 0.12);
    return time -> new Spot(x, from + (to - from) * (up ? 1 - time : time), radius);
  }

  /** Thrown up twice, with a little drift. */
  private DoubleFunction<Spot> bouncing(double radius) {
    double from = within(size.width(), radius);
    double to = from + (within(size.width(), radius) - from) * 0.3;
    double floor = size.height() - radius;
    double height = (floor - radius) * between(0.7, 1);
    double begin = between(0, 1);
    return time -> {
      double phase = begin + time * BOUNCES;
      double part = phase - Math.floor(phase);
      return new Spot(from + (to - from) * time, floor - height * 4 * part * (1 - part), radius);
    };
  }

  /** Once around, either way. */
  private DoubleFunction<Spot> circling(double radius) {
    double orbit = side() * between(0.22, 0.27);
    double x = within(size.width(), orbit + radius);
    double y = within(size.height(), orbit + radius);
    double begin = between(0, 2 * Math.PI);
    double turn = random.nextBoolean() ? 2 * Math.PI : -2 * Math.PI;
    return time -> {
      // StrictMath, because Math may differ in the last bit from machine to machine.
      double angle = begin + turn * time;
      return new Spot(x + orbit * StrictMath.cos(angle), y + orbit * StrictMath.sin(angle), radius);
    };
  }

  private DoubleFunction<Spot> changing(double first, double last) {
    double from = side() * first;
    double to = side() * last;
    double x = within(size.width(), Math.max(from, to));
    double y = within(size.height(), Math.max(from, to));
    return time -> new Spot(x, y, from + (to - from) * time);
  }

  private double side() {
    return Math.min(size.height(), size.width());
  }

  /** A place at which something of a radius is wholly within a side. */
  private double within(double side, double radius) {
    return between(radius, side - radius);
  }

  private double between(double least, double most) {
    return least + (most - least) * random.nextDouble();
  }
}
