package dev.carousel.timeseries.music;

import dev.carousel.data.Batch;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Score;
import java.util.LinkedHashMap;
import java.util.Map;

/** How well next frames are predicted. */
final class NextFrames implements Score {
  /** Nats a time step, summed over keys. */
  static final String NLL = "nll";

  /** The frame-level accuracy. */
  static final String ACCURACY = "accuracy";

  private long steps;
  private double nats;
  private long truePositives;
  private long wrong;

  @Override
  public void add(Batch batch, float[] outputs) {
    float[] sounding = ((Targets.Values) batch.targets()).values();
    for (int b = 0; b < batch.rows(); b++) {
      for (int t = 0; t < batch.lengths()[b]; t++) {
        int row = (t * batch.rows() + b) * Keys.COUNT;
        for (int key = 0; key < Keys.COUNT; key++) {
          add(sounding[row + key] == 1, outputs[row + key]);
        }
        steps++;
      }
    }
  }

  private void add(boolean sounds, double logit) {
    nats += softplus(sounds ? -logit : logit);
    boolean predicted = logit > 0;
    if (predicted != sounds) {
      wrong++;
    } else if (sounds) {
      truePositives++;
    }
  }

  /** ln(1 + exp(x)), without overflow. */
  private static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(NLL, nats / steps);
    long counted = truePositives + wrong;
    metrics.put(ACCURACY, counted == 0 ? 1.0 : (double) truePositives / counted);
    return metrics;
  }
}
