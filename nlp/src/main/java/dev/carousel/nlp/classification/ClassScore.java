package dev.carousel.nlp.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Score;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Figures of merit of a classification, the predicted class being that of the largest logit.
 *
 * <p>{@code accuracy} is the fraction of right predictions. {@code macroF1} is the mean over
 * classes, those that neither occur nor are predicted left out, of F1 = 2 TP / (2 TP + FP + FN), so
 * that rare classes count as much as frequent ones. {@code nats} is the mean of -log p of the right
 * class.
 */
public final class ClassScore implements Score {
  /** The fraction of right predictions. */
  public static final String ACCURACY = "accuracy";

  /** The mean F1 of the classes. */
  public static final String MACRO_F1 = "macroF1";

  /** The mean -log p of the right class. */
  public static final String NATS = "nats";

  private final long[] truePositives;
  private final long[] wanted;
  private final long[] predicted;
  private long count;
  private double nats;

  /**
   * Nothing so far.
   *
   * @param classes the number of classes
   */
  public ClassScore(int classes) {
    truePositives = new long[classes];
    wanted = new long[classes];
    predicted = new long[classes];
  }

  /** {@inheritDoc} Each row that has a label counts. */
  @Override
  public void add(Batch batch, float[] outputs) {
    int[] labels = ((Targets.Labels) batch.targets()).labels();
    int classes = wanted.length;
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] >= 0) {
        Logits logits = new Logits(outputs, row * classes, classes);
        int likeliest = logits.likeliest();
        wanted[labels[row]]++;
        predicted[likeliest]++;
        if (likeliest == labels[row]) {
          truePositives[likeliest]++;
        }
        nats -= logits.logProbability(labels[row]);
        count++;
      }
    }
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    long right = 0;
    double f1 = 0;
    int seen = 0;
    for (int k = 0; k < wanted.length; k++) {
      right += truePositives[k];
      if (wanted[k] + predicted[k] > 0) {
        // 2 TP + FP + FN = wanted + predicted.
        f1 += 2.0 * truePositives[k] / (wanted[k] + predicted[k]);
        seen++;
      }
    }
    metrics.put(ACCURACY, (double) right / count);
    metrics.put(MACRO_F1, f1 / seen);
    metrics.put(NATS, nats / count);
    return metrics;
  }
}
