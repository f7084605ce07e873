package dev.carousel.examples.video;

/** What shapes do. */
enum Motion {
  LEFT("moves left", true),
  RIGHT("moves right", true),
  UP("moves up", true),
  DOWN("moves down", true),
  BOUNCES("bounces", true),
  CIRCLES("circles", true),
  GROWS("grows", false),
  SHRINKS("shrinks", false),
  PASSES_BEHIND("passes behind", false);

  /** What captions call it. */
  final String words;

  /** Whether captions tell how large the shape is. */
  final boolean sized;

  Motion(String words, boolean sized) {
    this.words = words;
    this.sized = sized;
  }
}
