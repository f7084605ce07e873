package dev.carousel.nlp.summary;

import dev.carousel.nlp.metric.Rouge;
import dev.carousel.nlp.metric.Rouge.Scores;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** F1 of ROUGE-1, -2 and -L with stemming, over documents. */
final class RougeMean {
  static final String ROUGE = "rouge";
  static final String ROUGE_1 = "rouge1";
  static final String ROUGE_2 = "rouge2";
  static final String ROUGE_L = "rougeL";

  private static final Rouge METHOD = new Rouge(true);

  private double rouge1;
  private double rouge2;
  private double rougeL;
  private int documents;

  /** The mean F1 of ROUGE-1, -2 and -L of one summary. */
  static double gain(String summary, List<String> references) {
    Scores scores = METHOD.best(summary, references);
    return (scores.rouge1().f1() + scores.rouge2().f1() + scores.rougeL().f1()) / 3;
  }

  void add(String summary, List<String> references) {
    Scores scores = METHOD.best(summary, references);
    rouge1 += scores.rouge1().f1();
    rouge2 += scores.rouge2().f1();
    rougeL += scores.rougeL().f1();
    documents++;
  }

  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(ROUGE, (rouge1 + rouge2 + rougeL) / 3 / documents);
    metrics.put(ROUGE_1, rouge1 / documents);
    metrics.put(ROUGE_2, rouge2 / documents);
    metrics.put(ROUGE_L, rougeL / documents);
    return metrics;
  }
}
