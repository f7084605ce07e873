package dev.carousel.nlp.conditioned;

import dev.carousel.data.Batch;
import dev.carousel.data.Logits;
import dev.carousel.data.Targets;
import dev.carousel.sequence.Score;
import java.util.LinkedHashMap;
import java.util.Map;

/** The mean of -log p over target tokens, the end of each sequence counted as one. */
public final class TokenNats implements Score {
  /** The mean. */
  public static final String NATS = "nats";

  /** e to the power of it. */
  public static final String PERPLEXITY = "perplexity";

  private final int vocabulary;
  private double sum;
  private long tokens;

  /**
   * Nothing counted so far.
   *
   * @param vocabulary the number of logits a row
   */
  public TokenNats(int vocabulary) {
    this.vocabulary = vocabulary;
  }

  @Override
  public void add(Batch batch, float[] outputs) {
    int[] labels = ((Targets.Labels) batch.targets()).labels();
    for (int row = 0; row < labels.length; row++) {
      if (labels[row] >= 0) {
        sum -= new Logits(outputs, row * vocabulary, vocabulary).logProbability(labels[row]);
        tokens++;
      }
    }
  }

  @Override
  public Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(NATS, sum / tokens);
    metrics.put(PERPLEXITY, Math.exp(sum / tokens));
    return metrics;
  }
}
