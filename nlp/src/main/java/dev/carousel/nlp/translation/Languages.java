package dev.carousel.nlp.translation;

import dev.carousel.nlp.token.BoundedCodec;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.train.Signature;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * The two languages of a translation, as tokens. Every target sequence begins with {@value #BEGIN}
 * and ends with {@value #END}, which are special tokens of its vocabulary.
 *
 * @param source encodes what is translated
 * @param target encodes translations; may be the same
 */
record Languages(TextCodec source, TextCodec target) {
  static final String BEGIN = "<bos>";
  static final String END = "<eos>";
  static final List<String> SPECIAL = List.of(BEGIN, END);

  int begin() {
    return target.vocabulary().id(BEGIN);
  }

  int end() {
    return target.vocabulary().id(END);
  }

  /** What models get and give, apart from what training begins with. */
  Signature signature() {
    return signature(
        new Signature.Tokens(source.vocabulary().size()),
        new Signature.Tokens(target.vocabulary().size()),
        false);
  }

  static Signature signature(Signature.Tokens source, Signature.Tokens target, boolean attention) {
    return new Signature(
        new Signature.Conditioned(source, target, attention), target.size(), true, true);
  }

  /** The tokens of a text to translate, at least one: where there is none, an unknown one. */
  int[] source(String text) {
    return new BoundedCodec(source, OptionalInt.empty()).encode(text);
  }

  /**
   * The tokens of a translation, without those that begin and end it, wherever the text has them or
   * the tokenizer makes them of line ends.
   */
  int[] target(String text) {
    return withoutSpecial(target.encode(text));
  }

  /** The text of a translation. */
  String text(int[] ids) {
    return target.decode(withoutSpecial(ids));
  }

  private int[] withoutSpecial(int[] ids) {
    int begin = begin();
    int end = end();
    return Arrays.stream(ids).filter(id -> id != begin && id != end).toArray();
  }
}
