package dev.carousel.timeseries.classification;

import dev.carousel.classification.Labels;
import dev.carousel.data.Batch;
import dev.carousel.data.Logits;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.timeseries.channel.ChannelEncoder;
import dev.carousel.timeseries.channel.SequenceRequest;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Tells the class of sequences that are asked about.
 *
 * @param encoder as in training
 * @param labels the classes
 */
record SequenceClassificationServing(ChannelEncoder encoder, Labels labels) implements Serving {
  private static final int BATCH = 64;

  @Override
  public Signature signature() {
    return SequenceClassification.signature(encoder, labels);
  }

  @Override
  public Service service(Model model, Kernels kernels) {
    return service(EpochTrainer.predictor(model, kernels));
  }

  Service service(Predictor predictor) {
    return requests -> {
      float[][] features =
          requests.stream()
              .map(request -> encoder.features(SequenceRequest.read(request, encoder.channels())))
              .toArray(float[][]::new);
      LabelledFeatures sequences = new LabelledFeatures(encoder.width(), features, null);
      List<Map<String, Object>> replies = new ArrayList<>();
      for (int from = 0; from < features.length; from += BATCH) {
        int to = Math.min(features.length, from + BATCH);
        Batch batch = sequences.batch(IntStream.range(from, to).toArray());
        float[] logits = predictor.predict(batch);
        for (int b = 0; b < batch.rows(); b++) {
          replies.add(labels.answer(new Logits(logits, b * labels.size(), labels.size())));
        }
      }
      return replies;
    };
  }
}
