package dev.carousel.examples.video;

/** Colours of shapes. */
enum Colour {
  RED("red", 224, 48, 48),
  GREEN("green", 48, 192, 64),
  BLUE("blue", 64, 96, 240),
  YELLOW("yellow", 240, 216, 48),
  WHITE("white", 240, 240, 240);

  /** What captions call it. */
  final String word;

  private final int[] channels;

  Colour(String word, int red, int green, int blue) {
    this.word = word;
    channels = new int[] {red, green, blue};
  }

  /** Red, green or blue, 0 to 255. */
  int channel(int which) {
    return channels[which];
  }
}
