package dev.carousel.nlp.translation;

import dev.carousel.decode.BeamSearch;
import dev.carousel.serve.Serving;
import dev.carousel.serve.Translator;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * Translates texts that are asked for.
 *
 * @param languages as in training
 * @param search how translations are looked for where a request does not say
 */
record TranslationServing(Languages languages, BeamSearch search) implements Serving {
  @Override
  public Signature signature() {
    return languages.signature();
  }

  @Override
  public Translator service(Model model, Kernels kernels) {
    return new ModelTranslator(languages, search, batch -> model.decoding(batch, kernels));
  }
}
