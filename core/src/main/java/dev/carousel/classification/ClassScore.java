package dev.carousel.classification;

import dev.carousel.data.Batch;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Score;
import dev.carousel.train.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Figures of merit of a classification, the predicted class being that of the largest logit.
 *
 * <p>{@code accuracy} is the fraction of right predictions, {@code macroF1} the mean F1 of the
 * classes, as {@link ConfusionCounts} computes it, so that rare classes count as much as frequent
 * ones, {@code nats} the mean of -log p of the right class.
 */
public final class ClassScore implements Score {
  /** The fraction of right predictions. */
  public static final String ACCURACY = "accuracy";

  /** The mean F1 of the classes. */
  public static final String MACRO_F1 = "macroF1";

  /** The mean -log p of the right class. */
  public static final String NATS = "nats";

  /** The metrics, the deciding one first. */
  public static final List<Metric> METRICS =
      List.of(new Metric(ACCURACY, false), new Metric(MACRO_F1, false), new Metric(NATS, true));

  private final int classes;
  private final ConfusionCounts confusion;
  private long count;
  private double nats;

  /**
   * Nothing so far.
   *
   * @param classes the number of classes
   */
  public ClassScore(int classes) {
    this.classes = classes;
    confusion = new ConfusionCounts(classes);
  }

  /** Each row that has a label counts. */
  @Override
  public void add(Batch batch, float[] outputs) {
    int[] labels = ((Targets.Labels) batch.targets()).labels();
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] >= 0) {
        Logits logits = new Logits(outputs, row * classes, classes);
        confusion.add(labels[row], logits.likeliest());
        nats -= logits.logProbability(labels[row]);
        count++;
      }
    }
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(ACCURACY, confusion.accuracy());
    metrics.put(MACRO_F1, confusion.macroF1());
    metrics.put(NATS, nats / count);
    return metrics;
  }
}
