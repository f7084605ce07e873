package dev.carousel.exhibit;

/** What is shown has a name. */
final class Names {
  private Names() {}

  /**
   * Checks a name.
   *
   * @throws IllegalArgumentException if it is blank
   */
  static void require(String what, String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(what + " needs a name");
    }
  }
}
