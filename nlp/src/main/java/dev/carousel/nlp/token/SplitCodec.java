package dev.carousel.nlp.token;

/**
 * Tokens cut by a rule, with their numbers.
 *
 * @param tokenizer the rule
 * @param vocabulary the numbers
 */
record SplitCodec(SplitTokenizer tokenizer, Vocabulary vocabulary) implements TextCodec {
  @Override
  public int[] encode(String text) {
    return vocabulary.encode(tokenizer.tokens(text));
  }

  @Override
  public String decode(int[] ids) {
    return tokenizer.join(vocabulary.decode(ids));
  }
}
