package dev.carousel.nlp.token;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A tokenizer that cuts every text by one rule, whatever the training part holds. */
public sealed interface SplitTokenizer extends Tokenizer permits Characters, Whitespace, Words {
  /** The token that stands for the end of a line, where a tokenizer makes one of it. */
  String LINE_END = "<eos>";

  /**
   * Cuts a text.
   *
   * @param text any text
   * @return its tokens in order, none of them empty, with their places; made as they are asked for.
   *     A lone surrogate is U+FFFD in them
   */
  Stream<Piece> pieces(String text);

  /**
   * Cuts a text.
   *
   * @param text any text
   * @return the tokens of {@link #pieces}
   */
  default Stream<String> tokens(String text) {
    return pieces(text).map(Piece::token);
  }

  /**
   * Joins tokens. The tokens of the joined text are the same tokens again, except perhaps where
   * {@link Words} go by a dictionary.
   *
   * @param tokens as {@link #tokens} gives them
   * @return a text
   */
  default String join(List<String> tokens) {
    TokenJoiner joiner = joiner("");
    return tokens.stream().map(joiner::next).collect(Collectors.joining());
  }

  /**
   * Joins tokens as they come.
   *
   * @param before the text that they go on with, by which it is settled whether white space has to
   *     come before the first of them
   * @return joins as {@link #join} does, from that text's end on
   */
  TokenJoiner joiner(String before);

  @Override
  default TextCodec learn(Stream<String> training, List<String> special, VocabularyLimits limits) {
    return new SplitCodec(this, Vocabulary.of(training.flatMap(this::tokens), special, limits));
  }
}
