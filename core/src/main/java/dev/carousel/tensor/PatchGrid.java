package dev.carousel.tensor;

import java.util.Objects;

/**
 * Where square patches lie on a frame: the places of a convolution's kernel, or of what is pooled.
 *
 * <p>The patch at line i and place j of the grid begins at line i · stride - padding and place j ·
 * stride - padding of the frame. Patches lie in a row one after the other, line by line. What is
 * left at the frame's end where no whole patch fits is not read.
 *
 * @param frame the frame
 * @param size the height and width of a patch, at least 1
 * @param stride how far apart patches are, at least 1
 * @param padding how far patches may begin before the frame and end beyond it, at least 0 and below
 *     the size, so that each has something of the frame
 */
public record PatchGrid(FrameShape frame, int size, int stride, int padding) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is impossible, or not one patch fits
   */
  public PatchGrid {
    Objects.requireNonNull(frame);
    if (size < 1) {
      throw new IllegalArgumentException("size must be at least 1, got " + size);
    }
    if (stride < 1) {
      throw new IllegalArgumentException("stride must be at least 1, got " + stride);
    }
    if (padding < 0 || padding >= size) {
      throw new IllegalArgumentException(
          "padding must be at least 0 and below the size, %d, got %d".formatted(size, padding));
    }
    if (size > Math.min(frame.height(), frame.width()) + 2L * padding) {
      throw new IllegalArgumentException(
          "a patch of %d x %d does not fit a frame of %s with a padding of %d"
              .formatted(size, size, frame, padding));
    }
  }

  /**
   * How many patches there are below each other.
   *
   * @return floor((frame's height + 2 padding - size) / stride) + 1
   */
  public int height() {
    return along(frame.height());
  }

  /**
   * How many patches there are beside each other.
   *
   * @return floor((frame's width + 2 padding - size) / stride) + 1
   */
  public int width() {
    return along(frame.width());
  }

  private int along(int pixels) {
    return (int) ((pixels + 2L * padding - size) / stride) + 1;
  }

  /**
   * How many patches there are.
   *
   * @return height · width
   */
  public int patches() {
    return Math.multiplyExact(height(), width());
  }

  /**
   * How many numbers a patch is.
   *
   * @return size · size · channels, in the order in which they lie in a frame
   */
  public int patchElements() {
    return Math.multiplyExact(Math.multiplyExact(size, size), frame.channels());
  }

  /**
   * The frame in which each patch has become one pixel.
   *
   * @param channels the numbers of such a pixel
   * @return height x width x channels
   */
  public FrameShape result(int channels) {
    return new FrameShape(height(), width(), channels);
  }
}
