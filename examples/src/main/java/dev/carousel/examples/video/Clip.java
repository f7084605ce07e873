package dev.carousel.examples.video;

/**
 * Pictures one after the other, in sRGB with 8 bits a channel.
 *
 * @param size of every picture
 * @param frames [H, W, C] of each in row-major order, red, green and blue last, 0 to 255 as
 *     unsigned bytes; at least one; shared, not copied
 */
public record Clip(FrameSize size, byte[][] frames) {
  /**
   * Checks the sizes.
   *
   * @throws IllegalArgumentException if there is no frame or one is of another size
   */
  public Clip {
    if (frames.length == 0) {
      throw new IllegalArgumentException("a clip has at least one frame");
    }
    for (byte[] frame : frames) {
      if (frame.length != size.values()) {
        throw new IllegalArgumentException(
            "a frame of %d bytes in a clip of %s".formatted(frame.length, size));
      }
    }
  }

  /**
   * The frames as features.
   *
   * @return [T, H·W·C], each value 0 to 1; the caller's own
   */
  public float[] features() {
    int width = size.values();
    float[] features = new float[frames.length * width];
    for (int t = 0; t < frames.length; t++) {
      for (int i = 0; i < width; i++) {
        features[t * width + i] = Byte.toUnsignedInt(frames[t][i]) / 255f;
      }
    }
    return features;
  }

  /**
   * The mean of all frames, in which their order cannot be seen.
   *
   * @return [1, H·W·C], each value 0 to 1; the caller's own
   */
  public float[] meanFeatures() {
    float[] features = new float[size.values()];
    for (int i = 0; i < features.length; i++) {
      // A sum of whole numbers, so that it is the same in any order.
      long sum = 0;
      for (byte[] frame : frames) {
        sum += Byte.toUnsignedInt(frame[i]);
      }
      features[i] = (float) (sum / (255.0 * frames.length));
    }
    return features;
  }
}
