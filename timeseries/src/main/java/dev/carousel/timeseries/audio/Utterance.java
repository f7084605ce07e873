package dev.carousel.timeseries.audio;

import dev.carousel.data.Place;

/** What has been said. Immutable; its sound may be made anew whenever it is asked for. */
public interface Utterance {
  /**
   * What was said.
   *
   * @return the words, possibly none
   */
  String transcript();

  /**
   * How it sounded.
   *
   * @return always the same samples; not to be changed
   */
  Sound sound();

  /**
   * How long it is, without making the sound.
   *
   * @return the sound's seconds
   */
  double seconds();

  /**
   * Who said it.
   *
   * @return a name, or several with commas in the order of speaking
   */
  String speaker();

  /**
   * Where it was found.
   *
   * @return for messages
   */
  Place place();
}
