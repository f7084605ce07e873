package dev.carousel.nlp.token;

/** From text to token ids and back, with a vocabulary that is settled. Immutable. */
public interface TextCodec {
  /**
   * The tokens that have ids.
   *
   * @return the vocabulary
   */
  Vocabulary vocabulary();

  /**
   * Encodes a text.
   *
   * @param text any text
   * @return its tokens' ids in order, {@link Vocabulary#UNKNOWN_ID} for those without one
   */
  int[] encode(String text);

  /**
   * Decodes ids.
   *
   * @param ids each 0 to the vocabulary's size - 1
   * @return a text
   * @throws IndexOutOfBoundsException if there is no such id
   */
  String decode(int[] ids);
}
