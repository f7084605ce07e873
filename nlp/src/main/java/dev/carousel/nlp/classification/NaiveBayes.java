package dev.carousel.nlp.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.train.Predictor;
import java.util.Arrays;

/**
 * Multinomial naive Bayes with add-one smoothing: p(c | x₁ … xₙ) ∝ p(c) Π p(xᵢ | c), with p(c) the
 * fraction of training texts of class c, and p(w | c) = (n(w, c) + 1) / (n(c) + V), n(w, c) being
 * how often token w stands in training texts of class c, n(c) the sum of that over all w, V the
 * size of the vocabulary (McCallum and Nigam, A Comparison of Event Models for Naive Bayes Text
 * Classification, 1998).
 */
final class NaiveBayes implements Predictor {
  private final double[] prior;

  /** [class][token]. */
  private final double[][] logProbability;

  NaiveBayes(LabelledTokens training, int classes) {
    int vocabulary = training.vocabulary().size();
    long[][] counts = new long[classes][vocabulary];
    long[] texts = new long[classes];
    for (int n = 0; n < training.count(); n++) {
      texts[training.classes()[n]]++;
      for (int id : training.ids()[n]) {
        counts[training.classes()[n]][id]++;
      }
    }
    prior = new double[classes];
    logProbability = new double[classes][vocabulary];
    for (int k = 0; k < classes; k++) {
      prior[k] = Math.log((double) texts[k] / training.count());
      double total = Arrays.stream(counts[k]).sum() + vocabulary;
      for (int id = 0; id < vocabulary; id++) {
        logProbability[k][id] = Math.log((counts[k][id] + 1) / total);
      }
    }
  }

  @Override
  public float[] predict(Batch batch) {
    int classes = prior.length;
    int[] ids = ((Inputs.Tokens) batch.inputs()).ids();
    float[] logits = new float[batch.rows() * classes];
    for (int b = 0; b < batch.rows(); b++) {
      double[] sums = prior.clone();
      for (int t = 0; t < batch.lengths()[b]; t++) {
        for (int k = 0; k < classes; k++) {
          sums[k] += logProbability[k][ids[t * batch.rows() + b]];
        }
      }
      // Sums over long texts are large; in float only their differences would be kept badly.
      double largest = Arrays.stream(sums).max().orElseThrow();
      for (int k = 0; k < classes; k++) {
        logits[b * classes + k] = (float) (sums[k] - largest);
      }
    }
    return logits;
  }
}
