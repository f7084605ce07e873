package dev.carousel.classification;

import dev.carousel.data.Batch;
import dev.carousel.train.Predictor;

/** Gives every sequence the probabilities that the classes have in the training part. */
public final class MajorityClass implements Predictor {
  private final float[] logits;

  /**
   * Counts classes.
   *
   * @param training the class of each training sequence, 0 to classes - 1
   * @param classes how many there are
   */
  public MajorityClass(int[] training, int classes) {
    int[] counts = new int[classes];
    for (int label : training) {
      counts[label]++;
    }
    logits = new float[classes];
    for (int k = 0; k < classes; k++) {
      logits[k] = (float) Math.log((double) counts[k] / training.length);
    }
  }

  @Override
  public float[] predict(Batch batch) {
    float[] outputs = new float[batch.rows() * logits.length];
    for (int b = 0; b < batch.rows(); b++) {
      System.arraycopy(logits, 0, outputs, b * logits.length, logits.length);
    }
    return outputs;
  }
}
