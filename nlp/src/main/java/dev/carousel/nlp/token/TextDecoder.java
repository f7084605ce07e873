package dev.carousel.nlp.token;

/** Decodes ids one after the other, as they come; for one text and one thread. */
@FunctionalInterface
public interface TextDecoder {
  /**
   * Decodes one more id.
   *
   * @param id 0 to the vocabulary's size - 1
   * @return what is now known of the text beyond what was given before, empty while a character is
   *     not whole
   * @throws IndexOutOfBoundsException if there is no such id
   */
  String next(int id);
}
