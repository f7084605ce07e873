package dev.carousel.tensor;

/**
 * How an image lies in a row of numbers, channels last: channel c of the pixel at line y and place
 * x is number (y · width + x) · channels + c.
 *
 * @param height the number of lines, at least 1
 * @param width the number of pixels a line, at least 1
 * @param channels the numbers a pixel, at least 1: 3 for colours, later as many as there are
 *     filters
 */
public record FrameShape(int height, int width, int channels) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if one is below 1, or a frame has more numbers than an array
   *     can hold
   */
  public FrameShape {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException(
          "a frame must have a height, width and channels of at least 1, got "
              + text(height, width, channels));
    }
    // Each is below 2^31, so the product of two fits a long.
    if ((long) height * width > Integer.MAX_VALUE / channels) {
      throw new IllegalArgumentException(
          "a frame of %s has more than %d numbers"
              .formatted(text(height, width, channels), Integer.MAX_VALUE));
    }
  }

  /**
   * How many numbers a frame is.
   *
   * @return height · width · channels
   */
  public int elements() {
    return height * width * channels;
  }

  private static String text(int height, int width, int channels) {
    return height + " x " + width + " x " + channels;
  }

  /** The sizes as {@code 24 x 32 x 3}. */
  @Override
  public String toString() {
    return text(height, width, channels);
  }
}
