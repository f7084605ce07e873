package dev.carousel.nlp.translation;

import dev.carousel.nlp.conditioned.TargetTexts;
import dev.carousel.nlp.token.BoundedCodec;
import dev.carousel.nlp.token.TextCodec;
import dev.carousel.train.Signature;
import java.util.OptionalInt;

/**
 * The two languages of a translation, as tokens.
 *
 * @param source encodes what is translated
 * @param target encodes translations, between the special tokens of {@link TargetTexts}; may be the
 *     same
 */
record Languages(TextCodec source, TextCodec target) {
  /** Translations as tokens. */
  TargetTexts texts() {
    return new TargetTexts(target);
  }

  /** What models get and give, apart from what training begins with. */
  Signature signature() {
    return TargetTexts.signature(
        new Signature.Tokens(source.vocabulary().size()),
        new Signature.Tokens(target.vocabulary().size()),
        false);
  }

  /** The tokens of a text to translate, at least one: where there is none, an unknown one. */
  int[] source(String text) {
    return new BoundedCodec(source, OptionalInt.empty()).encode(text);
  }
}
