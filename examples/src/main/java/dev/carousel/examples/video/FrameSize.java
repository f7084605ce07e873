package dev.carousel.examples.video;

import dev.carousel.tensor.FrameShape;

/**
 * The size of pictures, in pixels.
 *
 * @param height H, at least 1
 * @param width W, at least 1
 */
public record FrameSize(int height, int width) {
  /** C: red, green and blue. */
  public static final int CHANNELS = 3;

  private static final int MOST_PIXELS = 1 << 24;

  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1, or there are more than 2²⁴ pixels
   */
  public FrameSize {
    requireSide("height", height);
    requireSide("width", width);
    if ((long) height * width > MOST_PIXELS) {
      throw new IllegalArgumentException(
          "frames of %d x %d pixels are too large; there may be %d pixels"
              .formatted(height, width, MOST_PIXELS));
    }
  }

  private static void requireSide(String name, int pixels) {
    if (pixels < 1) {
      throw new IllegalArgumentException(name + " must be at least 1, got " + pixels);
    }
  }

  /**
   * How many numbers a picture is.
   *
   * @return H · W · C
   */
  public int values() {
    return height * width * CHANNELS;
  }

  /**
   * How the numbers of a picture lie in a row.
   *
   * @return H, W and C
   */
  public FrameShape shape() {
    return new FrameShape(height, width, CHANNELS);
  }

  /**
   * How messages tell it.
   *
   * @return such as "24 x 32", height first
   */
  @Override
  public String toString() {
    return height + " x " + width;
  }

  /**
   * Brings a picture to this size. Each new pixel is the mean of what it covers of the old ones,
   * each by the area covered, rounded half up; so the proportions of the sides may change, and
   * pixels are repeated where there are too few.
   *
   * @param picture [H, W, C] as {@link Clip} has it; not changed
   * @param from its size
   * @return [H, W, C] of this size; the picture itself if it has this size already
   */
  byte[] fit(byte[] picture, FrameSize from) {
    if (from.equals(this)) {
      return picture;
    }
    // In units in which old pixels are as long as there are new ones, and the other way round: all
    // areas are whole numbers, and the result is the same on every machine.
    byte[] fitted = new byte[values()];
    long area = (long) from.height * from.width;
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        long[] sums = covered(picture, from, y, x);
        for (int c = 0; c < CHANNELS; c++) {
          fitted[(y * width + x) * CHANNELS + c] = (byte) ((2 * sums[c] + area) / (2 * area));
        }
      }
    }
    return fitted;
  }

  private long[] covered(byte[] picture, FrameSize from, int y, int x) {
    long[] sums = new long[CHANNELS];
    for (int row = first(y, from.height, height); row < last(y, from.height, height); row++) {
      long high = overlap(y, row, from.height, height);
      for (int column = first(x, from.width, width);
          column < last(x, from.width, width);
          column++) {
        long part = high * overlap(x, column, from.width, width);
        int at = (row * from.width + column) * CHANNELS;
        for (int c = 0; c < CHANNELS; c++) {
          sums[c] += part * Byte.toUnsignedInt(picture[at + c]);
        }
      }
    }
    return sums;
  }

  /** The first of old pixels that a new one covers. */
  private static int first(int index, int old, int now) {
    return (int) ((long) index * old / now);
  }

  /** The first of old pixels after those that a new one covers. */
  private static int last(int index, int old, int now) {
    return (int) (((long) (index + 1) * old + now - 1) / now);
  }

  /**
   * How much of an old pixel, which is {@code now} long, a new one covers, which is {@code old}.
   */
  private static long overlap(int index, int pixel, int old, int now) {
    long from = Math.max((long) index * old, (long) pixel * now);
    long to = Math.min((long) (index + 1) * old, (long) (pixel + 1) * now);
    return to - from;
  }
}
