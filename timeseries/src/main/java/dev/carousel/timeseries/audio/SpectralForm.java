package dev.carousel.timeseries.audio;

/** What of a log-mel spectrum models read: a record whose components are its JSON. */
public sealed interface SpectralForm permits LogMel, Mfcc {
  /**
   * The number of features.
   *
   * @param bands B, the number of mel bands
   * @return how many numbers a frame
   * @throws IllegalArgumentException if so many bands do not do
   */
  int width(int bands);

  /**
   * The features of every frame.
   *
   * @param logMel [frames, B] in row-major order; not changed
   * @param bands B
   * @return [frames, width] in row-major order, perhaps the given array
   */
  float[] of(float[] logMel, int bands);
}
