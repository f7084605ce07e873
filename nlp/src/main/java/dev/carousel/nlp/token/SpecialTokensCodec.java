package dev.carousel.nlp.token;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Special tokens that stand in a text are those tokens; the rest is as another codec has it.
 *
 * @param special the tokens, each one of the codec's vocabulary
 * @param codec encodes what lies between them
 */
record SpecialTokensCodec(SpecialTokens special, TextCodec codec) implements TextCodec {
  /** A codec that finds special tokens; the codec itself if there are none. */
  static TextCodec around(SpecialTokens special, TextCodec codec) {
    return special.tokens().isEmpty() ? codec : new SpecialTokensCodec(special, codec);
  }

  @Override
  public Vocabulary vocabulary() {
    return codec.vocabulary();
  }

  @Override
  public Stream<Token> tokens(String text) {
    return special.cut(text).stream()
        .flatMap(
            part -> {
              String inside = text.substring(part.start(), part.end());
              return part.special()
                  ? Stream.of(new Token(vocabulary().id(inside), part.start(), part.end()))
                  : codec.tokens(inside).map(token -> later(token, part.start()));
            });
  }

  private static Token later(Token token, int by) {
    return new Token(token.id(), token.start() + by, token.end() + by);
  }

  @Override
  public int[] encode(String text) {
    return special.cut(text).stream()
        .flatMapToInt(
            part -> {
              String inside = text.substring(part.start(), part.end());
              return IntStream.of(
                  part.special() ? new int[] {vocabulary().id(inside)} : codec.encode(inside));
            })
        .toArray();
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
    return TokenizerJson.parse(codec.json()).withSpecialTokens(special, vocabulary()).text();
  }
}
