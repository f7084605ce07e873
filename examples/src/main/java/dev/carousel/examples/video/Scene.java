package dev.carousel.examples.video;

import java.util.Arrays;
import java.util.List;

/**
 * Shapes in front of each other, filmed.
 *
 * <p>A pixel is the mean of 4 x 4 points in it, each of which has one colour. There are only sums,
 * products and comparisons of doubles, which are the same on every machine, so clips are too. Of
 * two shapes and a background there are never more than 153 colours, fewer than a GIF may have.
 *
 * @param background its level of grey, 0 to 255
 * @param sprites the shapes, each in front of those before it
 */
record Scene(int background, List<Sprite> sprites) {
  private static final int GRID = 4;
  private static final int POINTS = GRID * GRID;

  /** The clip of the scene, its frames evenly spaced from the first time to the last. */
  Clip film(FrameSize size, int frames) {
    byte[][] film = new byte[frames][];
    for (int t = 0; t < frames; t++) {
      double time = (double) t / (frames - 1);
      film[t] = frame(size, sprites.stream().map(each -> each.course().apply(time)).toList());
    }
    return new Clip(size, film);
  }

  private byte[] frame(FrameSize size, List<Sprite.Spot> spots) {
    byte[] frame = new byte[size.values()];
    int at = 0;
    int[] sums = new int[FrameSize.CHANNELS];
    for (int row = 0; row < size.height(); row++) {
      for (int column = 0; column < size.width(); column++) {
        Arrays.fill(sums, background * POINTS);
        if (isNearAny(spots, column + 0.5, row + 0.5)) {
          Arrays.fill(sums, 0);
          for (int point = 0; point < POINTS; point++) {
            double x = column + (point % GRID + 0.5) / GRID;
            double y = row + (point / GRID + 0.5) / GRID;
            add(sums, spots, x, y);
          }
        }
        for (int sum : sums) {
          frame[at++] = (byte) ((sum + POINTS / 2) / POINTS);
        }
      }
    }
    return frame;
  }

  /** Whether a shape may cover a part of the pixel around a point; most pixels are background. */
  private static boolean isNearAny(List<Sprite.Spot> spots, double x, double y) {
    for (Sprite.Spot spot : spots) {
      double near = Shape.EXTENT * spot.radius() + 0.5;
      if (Math.abs(x - spot.x()) <= near && Math.abs(y - spot.y()) <= near) {
        return true;
      }
    }
    return false;
  }

  /** Adds the colour of a point. */
  private void add(int[] sums, List<Sprite.Spot> spots, double x, double y) {
    int front = sprites.size() - 1;
    while (front >= 0 && !sprites.get(front).covers(spots.get(front), x, y)) {
      front--;
    }
    for (int c = 0; c < sums.length; c++) {
      sums[c] += front < 0 ? background : sprites.get(front).colour().channel(c);
    }
  }
}
