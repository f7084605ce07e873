package dev.carousel.timeseries.anomaly;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.timeseries.channel.ChannelEncoder;
import dev.carousel.timeseries.channel.SequenceRequest;
import dev.carousel.timeseries.labelled.Measurements;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Predictor;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whether sequences that are asked about are anomalous.
 *
 * @param encoder as in training
 * @param horizon the length of the longest sequence of the data, in frames
 * @param errors scores sequences
 */
record AnomalyServing(ChannelEncoder encoder, int horizon, SequenceErrors errors)
    implements Serving {
  /** The conclusion that holds the threshold. */
  static final String THRESHOLD = "threshold.txt";

  private static final int BATCH = 64;

  @Override
  public Signature signature() {
    return SequenceAnomalies.signature(encoder.values(), horizon);
  }

  /**
   * Refuses: a model alone does not know what is anomalous.
   *
   * @throws InvalidDataException always
   */
  @Override
  public Service service(Model model, Kernels kernels) {
    return service(model, Assets.NONE, kernels);
  }

  @Override
  public Service service(Model model, Assets conclusions, Kernels kernels) {
    String text = conclusions.file(THRESHOLD).strip();
    try {
      return service(EpochTrainer.predictor(model, kernels), Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new InvalidDataException("the threshold '%s' is not a number".formatted(text), e);
    }
  }

  private Service service(Predictor predictor, double threshold) {
    return requests -> {
      List<Map<String, Object>> replies = new ArrayList<>();
      if (requests.isEmpty()) {
        return replies;
      }
      for (double score : errors.of(sequences(requests), predictor, BATCH)) {
        Map<String, Object> reply = new LinkedHashMap<>();
        reply.put("anomaly", score > threshold);
        reply.put("score", score);
        reply.put("threshold", threshold);
        replies.add(reply);
      }
      return replies;
    };
  }

  private ToldSequences sequences(List<Map<String, Object>> requests) {
    float[][] filled = new float[requests.size()][];
    float[][] scaled = new float[requests.size()][];
    for (int n = 0; n < filled.length; n++) {
      Measurements sequence = SequenceRequest.read(requests.get(n), encoder.channels());
      filled[n] = encoder.features(sequence);
      if (filled[n].length > horizon * encoder.values()) {
        throw new InvalidDataException(
            "%d steps under 'values'; models of this data read %d at most"
                .formatted(sequence.steps(), horizon * encoder.values() / encoder.channels()));
      }
      scaled[n] = encoder.scaled(sequence);
    }
    return new ToldSequences(encoder.values(), horizon, filled, scaled);
  }
}
