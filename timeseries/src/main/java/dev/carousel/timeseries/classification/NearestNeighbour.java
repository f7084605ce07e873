package dev.carousel.timeseries.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.train.Predictor;

/**
 * The class of the training sequence at the least Euclidean distance, the standard baseline of the
 * UCR archive (Dau et al., The UCR time series archive, 2019). For sequences of equal length.
 *
 * <p>It is given the probability with which it is right, (r + 1) / (n + 2) if r of the n training
 * sequences have a nearest other one of their class, at least that of chance; the other classes
 * share the rest. So a training sequence finds itself, and the figures of the training part say
 * nothing.
 */
final class NearestNeighbour implements Predictor {
  private final LabelledFeatures training;
  private final int classes;
  private final float right;
  private final float wrong;

  NearestNeighbour(LabelledFeatures training, int classes) {
    this.training = training;
    this.classes = classes;
    int found = 0;
    for (int n = 0; n < training.count(); n++) {
      int nearest = nearest(training.features()[n], n);
      found += nearest >= 0 && training.classes()[nearest] == training.classes()[n] ? 1 : 0;
    }
    double probability = (found + 1.0) / (training.count() + 2.0);
    // Above chance, so that the class is also the likeliest.
    probability = Math.max(probability, 1.0 / classes + 1e-3);
    right = (float) Math.log(probability);
    wrong = (float) Math.log((1 - probability) / (classes - 1));
  }

  @Override
  public float[] predict(Batch batch) {
    float[] values = ((Inputs.Features) batch.inputs()).values();
    int width = training.width();
    float[] logits = new float[batch.rows() * classes];
    for (int b = 0; b < batch.rows(); b++) {
      float[] sequence = new float[batch.steps() * width];
      for (int t = 0; t < batch.steps(); t++) {
        System.arraycopy(values, (t * batch.rows() + b) * width, sequence, t * width, width);
      }
      int answer = training.classes()[nearest(sequence, -1)];
      for (int k = 0; k < classes; k++) {
        logits[b * classes + k] = k == answer ? right : wrong;
      }
    }
    return logits;
  }

  /** The nearest training sequence but one; -1 if there is no other. */
  private int nearest(float[] sequence, int but) {
    int nearest = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int n = 0; n < training.count(); n++) {
      double distance = n == but ? Double.POSITIVE_INFINITY : distance(sequence, n, least);
      if (distance < least) {
        least = distance;
        nearest = n;
      }
    }
    return nearest;
  }

  /** The squared distance, or some number that is not below the limit. */
  private double distance(float[] sequence, int n, double limit) {
    float[] other = training.features()[n];
    double sum = 0;
    for (int i = 0; i < other.length && sum < limit; i++) {
      double difference = (double) sequence[i] - other[i];
      sum += difference * difference;
    }
    return sum;
  }
}
