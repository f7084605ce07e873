package dev.carousel.timeseries.audio;

import dev.carousel.data.Place;

/**
 * What somebody has said.
 *
 * @param transcript the words
 * @param samples as of {@link Sound#samples}; shared, not copied, and not to be changed
 * @param sampleRate samples a second
 * @param speaker who said it
 * @param place where the recording is
 */
public record Utterance(
    String transcript, float[] samples, int sampleRate, String speaker, Place place) {
  /**
   * The sound alone.
   *
   * @return of the same array
   */
  public Sound sound() {
    return new Sound(samples, sampleRate);
  }
}
