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
    int vocabulary = codec.vocabulary().size();
    return new Signature(new Signature.Tokens(vocabulary), vocabulary, true, true);
  }

  @Override
  public TextGenerator service(Model model, Kernels kernels) {
    return new LanguageGenerator(codec, model, kernels);
  }
}
