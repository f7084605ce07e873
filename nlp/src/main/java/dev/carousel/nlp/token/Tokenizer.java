package dev.carousel.nlp.token;

import java.util.List;
import java.util.stream.Stream;

/**
 * How text becomes numbered tokens: a record whose components are its JSON. Immutable. What it
 * takes from the training part is a {@link TextCodec}.
 */
public interface Tokenizer {
  /**
   * Numbers the tokens of a training part.
   *
   * @param training its texts, and nothing else
   * @param special tokens that get the first ids in this order, whether they occur or not; where a
   *     text can have unknown tokens, {@link Vocabulary#UNKNOWN} comes before them
   * @param limits which of the other tokens get an id
   * @return encodes and decodes any text
   * @throws IllegalArgumentException if the limits leave no room, or say something that the
   *     tokenizer has no use for
   * @throws dev.carousel.data.InvalidDataException if there are more different tokens than memory
   *     holds
   */
  TextCodec learn(Stream<String> training, List<String> special, VocabularyLimits limits);

  /**
   * Whether every token is one character, so that figures per token are figures per character.
   *
   * @return false unless a tokenizer says otherwise
   */
  default boolean oneTokenPerCharacter() {
    return false;
  }
}
