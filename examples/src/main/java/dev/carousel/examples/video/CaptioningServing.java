package dev.carousel.examples.video;

import dev.carousel.decode.BeamSearch;
import dev.carousel.nlp.conditioned.TargetTexts;
import dev.carousel.serve.Captioner;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * Tells of clips that are asked about.
 *
 * @param files how clips are read
 * @param reading what a model reads of them
 * @param texts how captions are encoded
 * @param search how captions are looked for
 */
record CaptioningServing(
    ClipFiles files, FrameReading reading, TargetTexts texts, BeamSearch search)
    implements Serving {
  @Override
  public Signature signature() {
    return Captioning.signature(files.size(), texts, false);
  }

  @Override
  public Captioner service(Model model, Kernels kernels) {
    return new ModelCaptioner(
        files, reading, texts, search, batch -> model.decoding(batch, kernels));
  }
}
