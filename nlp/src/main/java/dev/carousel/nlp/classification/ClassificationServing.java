package dev.carousel.nlp.classification;

import dev.carousel.classification.Labels;
import dev.carousel.data.Batch;
import dev.carousel.data.Logits;
import dev.carousel.nlp.token.BoundedCodec;
import dev.carousel.sequence.PaddedTokens;
import dev.carousel.serve.Request;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Tells the class of texts that are asked about.
 *
 * @param encoder as in training
 * @param labels the classes
 */
record ClassificationServing(BoundedCodec encoder, Labels labels) implements Serving {
  private static final int BATCH = 64;

  @Override
  public Signature signature() {
    return TextClassification.signature(
        new Signature.Tokens(encoder.codec().vocabulary().size()), labels);
  }

  @Override
  public Service service(Model model, Kernels kernels) {
    return service(EpochTrainer.predictor(model, kernels));
  }

  Service service(Predictor predictor) {
    return requests -> {
      List<int[]> texts = new ArrayList<>();
      for (Map<String, Object> request : requests) {
        texts.add(encoder.encode(new Request(request).reading("text").text("text")));
      }
      List<Map<String, Object>> replies = new ArrayList<>();
      for (int from = 0; from < texts.size(); from += BATCH) {
        int to = Math.min(texts.size(), from + BATCH);
        Batch batch = PaddedTokens.batch(texts.subList(from, to).toArray(int[][]::new), null);
        float[] logits = predictor.predict(batch);
        for (int b = 0; b < batch.rows(); b++) {
          replies.add(labels.answer(new Logits(logits, b * labels.size(), labels.size())));
        }
      }
      return replies;
    };
  }
}
