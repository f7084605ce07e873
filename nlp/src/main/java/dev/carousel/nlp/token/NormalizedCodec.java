package dev.carousel.nlp.token;

import java.util.stream.Stream;

/**
 * A codec of normalised text.
 *
 * @param normalization what is done to a text first
 * @param codec encodes what comes of it
 */
record NormalizedCodec(Normalization normalization, TextCodec codec) implements TextCodec {
  /** A codec of normalised text, in which special tokens are still found as they are written. */
  static TextCodec around(Normalization normalization, TextCodec codec) {
    return codec instanceof SpecialTokensCodec finding
        ? new SpecialTokensCodec(finding.special(), around(normalization, finding.codec()))
        : new NormalizedCodec(normalization, codec);
  }

  @Override
  public Vocabulary vocabulary() {
    return codec.vocabulary();
  }

  @Override
  public Stream<Token> tokens(String text) {
    Normalization.Aligned aligned = normalization.align(text);
    return codec.tokens(aligned.text()).map(aligned::original);
  }

  @Override
  public int[] encode(String text) {
    return codec.encode(normalization.apply(text));
  }

  @Override
  public String decode(int[] ids) {
    return codec.decode(ids);
  }

  @Override
  public TextDecoder decoder(String before) {
    return codec.decoder(before);
  }

  @Override
  public String json() {
    return TokenizerJson.parse(codec.json()).normalizing(normalization).text();
  }
}
