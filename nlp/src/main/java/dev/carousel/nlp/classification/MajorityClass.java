package dev.carousel.nlp.classification;

import dev.carousel.data.Batch;
import dev.carousel.train.Predictor;

/** Gives every text the probabilities that the classes have in the training part. */
final class MajorityClass implements Predictor {
  private final float[] logits;

  MajorityClass(LabelledTokens training, int classes) {
    int[] counts = new int[classes];
    for (int label : training.classes()) {
      counts[label]++;
    }
    logits = new float[classes];
    for (int k = 0; k < classes; k++) {
      logits[k] = (float) Math.log((double) counts[k] / training.count());
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
