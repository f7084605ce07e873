package dev.carousel.nlp.language;

import dev.carousel.nlp.token.TextCodec;
import dev.carousel.serve.Serving;
import dev.carousel.serve.TextGenerator;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * Asks language models.
 *
 * @param codec as in training
 */
record LanguageServing(TextCodec codec) implements Serving {
  @Override
  public Signature signature() {
    return signature(new Signature.Tokens(codec.vocabulary().size()));
  }

  static Signature signature(Signature.Tokens tokens) {
    return new Signature(tokens, tokens.size(), true, true);
  }

  @Override
  public TextGenerator service(Model model, Kernels kernels) {
    return new LanguageGenerator(codec, model, kernels);
  }
}
