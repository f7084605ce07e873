package dev.carousel.nlp.token;

import dev.carousel.data.InvalidDataException;
import java.util.stream.Stream;

/**
 * From text to token ids and back, with a vocabulary that is settled. Immutable, and safe for use
 * by several threads. Codecs of equal tokens and rules are equal.
 *
 * <p>A lone surrogate is not Unicode text; every codec takes it for U+FFFD.
 */
public interface TextCodec {
  /**
   * Reads a codec from its JSON.
   *
   * @param json as {@link #json} gives it, or any other text in the form of Hugging Face's
   *     tokenizer.json whose parts are among those that the tokenizers of this package can be
   *     written with
   * @return the codec; that of {@code codec.json()} equals {@code codec}
   * @throws InvalidDataException if the text is something else, or has parts that are not
   *     supported; the message has their JSON pointer, such as /model/vocab, and what was expected
   */
  static TextCodec read(String json) {
    return TokenizerReader.read(json);
  }

  /**
   * The tokens that have ids.
   *
   * @return the vocabulary
   */
  Vocabulary vocabulary();

  /**
   * Cuts a text into tokens, with their places in it.
   *
   * <p>Places are in the text as it is given here, also where it is normalised first. They are in
   * order: neither start nor end ever decreases. Tokens overlap only where one character becomes
   * several, such as its bytes: each of these has the place of the whole character, or, after
   * normalisation, of all characters that were composed or decomposed together.
   *
   * @param text any text
   * @return its tokens in order, made as they are asked for
   */
  Stream<Token> tokens(String text);

  /**
   * Encodes a text.
   *
   * @param text any text
   * @return its tokens' ids in order, that of {@link Vocabulary#unknown} for those without one
   */
  default int[] encode(String text) {
    return tokens(text).mapToInt(Token::id).toArray();
  }

  /**
   * Decodes ids.
   *
   * @param ids each 0 to the vocabulary's size - 1
   * @return a text
   * @throws IndexOutOfBoundsException if there is no such id
   */
  String decode(int[] ids);

  /**
   * Decodes ids as they come.
   *
   * @param before the text that they go on with, by which it is settled whether white space has to
   *     come before the first of them; it is not given again
   * @return gives, piece by piece and never a part of a character, what {@link #decode} gives of
   *     all ids, but for a last character of which only some bytes have come
   */
  TextDecoder decoder(String before);

  /**
   * The codec in the form of Hugging Face's tokenizer.json, for {@link #read} and for other
   * programs.
   *
   * @return a JSON text of several lines
   */
  String json();
}
