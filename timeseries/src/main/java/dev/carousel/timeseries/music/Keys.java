package dev.carousel.timeseries.music;

/** The keys of a piano, 0 the lowest. */
final class Keys {
  /** The MIDI pitch of key 0. */
  static final int LOWEST = 21;

  /** The MIDI pitch of the last key. */
  static final int HIGHEST = 108;

  /** How many keys there are. */
  static final int COUNT = HIGHEST - LOWEST + 1;

  private Keys() {}
}
