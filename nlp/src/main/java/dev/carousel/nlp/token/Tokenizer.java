package dev.carousel.nlp.token;

import java.util.List;
import java.util.stream.Stream;

/**
 * Cuts text into tokens and joins tokens to text: a record whose components are its JSON.
 * Immutable.
 */
public interface Tokenizer {
  /** The token that stands for the end of a line, where a tokenizer makes one of it. */
  String LINE_END = "<eos>";

  /**
   * Cuts a text.
   *
   * @param text any text
   * @return its tokens in order, none of them empty; made as they are asked for
   */
  Stream<String> tokens(String text);

  /**
   * Joins tokens. The tokens of the joined text are the same tokens again.
   *
   * @param tokens as {@link #tokens} gives them
   * @return a text
   */
  String join(List<String> tokens);

  /**
   * Whether every token is one character, so that figures per token are figures per character.
   *
   * @return false unless a tokenizer says otherwise
   */
  default boolean oneTokenPerCharacter() {
    return false;
  }
}
