package dev.carousel.timeseries.audio;

import dev.carousel.data.Place;

/**
 * An utterance that was recorded.
 *
 * @param transcript the words
 * @param sound shared, not copied, and not to be changed
 * @param speaker who said it
 * @param place where the recording is
 */
public record Recording(String transcript, Sound sound, String speaker, Place place)
    implements Utterance {
  @Override
  public double seconds() {
    return sound.seconds();
  }
}
