package dev.carousel.exhibit;

/**
 * A picture in sRGB.
 *
 * @param height in pixels, at least 1
 * @param width in pixels, at least 1
 * @param rgb [height, width, 3] in row-major order, red, green and blue last, 0 to 255 as unsigned
 *     bytes; shared, not copied, and not to be changed
 */
public record Picture(int height, int width, byte[] rgb) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if a side is below 1, or there are not as many bytes as it
   *     takes
   */
  public Picture {
    if (height < 1 || width < 1 || rgb.length != 3L * height * width) {
      throw new IllegalArgumentException(
          "a picture of %d x %d pixels with %d bytes".formatted(height, width, rgb.length));
    }
  }
}
