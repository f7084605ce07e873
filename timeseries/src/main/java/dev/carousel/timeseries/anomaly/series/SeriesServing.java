package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.InvalidDataException;
import dev.carousel.serve.Service;
import dev.carousel.serve.Serving;
import dev.carousel.tensor.Kernels;
import dev.carousel.timeseries.anomaly.KeptThreshold;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.train.Assets;
import dev.carousel.train.Model;
import dev.carousel.train.Signature;

/**
 * Tells anomalies in series that are asked about.
 *
 * @param task as in training
 * @param scales as fitted in training
 */
record SeriesServing(SeriesAnomalies task, SeriesScales scales) implements Serving {
  @Override
  public Signature signature() {
    return task.signature(scales.columns());
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
    return new SeriesDetector(task, scales, model, KeptThreshold.read(conclusions), kernels);
  }
}
