package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.timeseries.anomaly.KeptThreshold;
import dev.carousel.timeseries.channel.ChannelEncoder;
import dev.carousel.timeseries.labelled.LabelledSource;
import dev.carousel.train.Assets;
import dev.carousel.train.EpochTrainer;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * Tells whether sequences that are asked about are anomalous.
 *
 * @param data how lines are read
 * @param encoder as in training
 * @param horizon the length of the longest sequence of the data, in frames
 * @param errors scores sequences
 */
record SequenceServing(
    LabelledSource data, ChannelEncoder encoder, int horizon, SequenceErrors errors)
    implements Serving {
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
    return new SequenceDetector(
        data,
        encoder,
        horizon,
        errors,
        EpochTrainer.predictor(model, kernels),
        KeptThreshold.read(conclusions));
  }
}
