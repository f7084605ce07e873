package dev.carousel.timeseries.audio;

/**
 * The frames of a sound, as places in it; nothing is copied. Frame i is the samples i hop to i hop
 * + length - 1. Every sample is in a frame: where the last frame goes beyond the end, the sound is
 * 0 there.
 *
 * @param length the number of samples in a frame
 * @param hop the samples from the beginning of one frame to that of the next
 * @param samples the number of samples of the sound
 */
public record Frames(int length, int hop, int samples) {
  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if one is below 1 or the hop is above the length, which would
   *     leave samples out
   */
  public Frames {
    if (length < 1 || hop < 1 || hop > length || samples < 1) {
      throw new IllegalArgumentException(
          "the length, the hop and the samples must be at least 1, the hop at most the length, got"
              + " %d, %d and %d".formatted(length, hop, samples));
    }
  }

  /**
   * The number of frames.
   *
   * @return 1 + ⌈(samples - length) / hop⌉, at least 1
   */
  public int count() {
    return samples <= length ? 1 : 1 + (int) (((long) samples - length + hop - 1) / hop);
  }

  /**
   * Where a frame begins.
   *
   * @param frame 0 to count - 1
   * @return its first sample
   */
  public int start(int frame) {
    return frame * hop;
  }
}
