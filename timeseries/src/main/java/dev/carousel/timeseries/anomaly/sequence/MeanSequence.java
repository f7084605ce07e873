package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.data.Batch;
import dev.carousel.train.Predictor;

/**
 * Tells every sequence as the mean of the normal training sequences, step by step and channel by
 * channel, over what was measured; 0 where nothing was.
 */
final class MeanSequence implements Predictor {
  /** [H, F]. */
  private final float[] mean;

  private final int width;

  MeanSequence(ToldSequences normal) {
    width = normal.width();
    double[] sums = new double[normal.horizon() * width];
    int[] counts = new int[sums.length];
    for (float[] sequence : normal.scaled()) {
      for (int i = 0; i < sequence.length; i++) {
        if (!Float.isNaN(sequence[i])) {
          sums[i] += sequence[i];
          counts[i]++;
        }
      }
    }
    mean = new float[sums.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = counts[i] == 0 ? 0 : (float) (sums[i] / counts[i]);
    }
  }

  @Override
  public float[] predict(Batch batch) {
    float[] told = new float[batch.steps() * batch.rows() * width];
    for (int t = 0; t < batch.steps(); t++) {
      for (int b = 0; b < batch.rows(); b++) {
        System.arraycopy(mean, t * width, told, (t * batch.rows() + b) * width, width);
      }
    }
    return told;
  }
}
