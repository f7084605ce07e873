package dev.carousel.nlp.token;

import java.util.stream.Stream;

/**
 * Tokens cut by a rule, with their numbers.
 *
 * @param tokenizer the rule
 * @param vocabulary the numbers, with an unknown token
 */
record SplitCodec(SplitTokenizer tokenizer, Vocabulary vocabulary) implements TextCodec {
  @Override
  public Stream<Token> tokens(String text) {
    return tokenizer
        .pieces(text)
        .map(piece -> new Token(vocabulary.id(piece.token()), piece.start(), piece.end()));
  }

  @Override
  public String decode(int[] ids) {
    return tokenizer.join(vocabulary.decode(ids));
  }

  @Override
  public TextDecoder decoder(String before) {
    TokenJoiner joiner = tokenizer.joiner(before);
    return id -> joiner.next(vocabulary.token(id));
  }

  @Override
  public String json() {
    return TokenizerJson.of(this).text();
  }
}
