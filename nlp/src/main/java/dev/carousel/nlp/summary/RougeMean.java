package dev.carousel.nlp.summary;

import dev.carousel.nlp.metric.Bootstrap;
import dev.carousel.nlp.metric.Bootstrap.Interval;
import dev.carousel.nlp.metric.Rouge;
import dev.carousel.nlp.metric.Rouge.Scores;
import dev.carousel.random.RandomStream;
import dev.carousel.train.Metric;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** F1 of ROUGE-1, -2 and -L with stemming, over documents. */
final class RougeMean {
  static final String ROUGE = "rouge";
  static final String ROUGE_1 = "rouge1";
  static final String ROUGE_2 = "rouge2";
  static final String ROUGE_L = "rougeL";
  private static final String LOW = "Low";
  private static final String HIGH = "High";

  private static final Rouge METHOD = new Rouge(true);

  /** Which documents the data happen to hold; the same at every evaluation. */
  private static final Bootstrap BOOTSTRAP = new Bootstrap(1000, 0.95);

  private final List<Double> rouge1 = new ArrayList<>();
  private final List<Double> rouge2 = new ArrayList<>();
  private final List<Double> rougeL = new ArrayList<>();

  /** The metrics, the deciding one first. */
  static List<Metric> all() {
    return Stream.of(
            ROUGE,
            ROUGE_1,
            ROUGE_2,
            ROUGE_L,
            ROUGE_1 + LOW,
            ROUGE_1 + HIGH,
            ROUGE_L + LOW,
            ROUGE_L + HIGH)
        .map(name -> new Metric(name, false))
        .toList();
  }

  /** The mean F1 of ROUGE-1, -2 and -L of one summary. */
  static double gain(String summary, List<String> references) {
    Scores scores = METHOD.best(summary, references);
    return (scores.rouge1().f1() + scores.rouge2().f1() + scores.rougeL().f1()) / 3;
  }

  void add(String summary, List<String> references) {
    Scores scores = METHOD.best(summary, references);
    rouge1.add(scores.rouge1().f1());
    rouge2.add(scores.rouge2().f1());
    rougeL.add(scores.rougeL().f1());
  }

  Map<String, Double> metrics() {
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(ROUGE, (mean(rouge1) + mean(rouge2) + mean(rougeL)) / 3);
    metrics.put(ROUGE_1, mean(rouge1));
    metrics.put(ROUGE_2, mean(rouge2));
    metrics.put(ROUGE_L, mean(rougeL));
    putInterval(metrics, ROUGE_1, rouge1);
    putInterval(metrics, ROUGE_L, rougeL);
    return metrics;
  }

  /** Sorted, so that the interval does not depend on the order in which documents came. */
  private static void putInterval(
      Map<String, Double> metrics, String name, List<Double> documents) {
    double[] sorted = documents.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    Interval interval = BOOTSTRAP.mean(sorted, new RandomStream(1));
    metrics.put(name + LOW, interval.low());
    metrics.put(name + HIGH, interval.high());
  }

  private static double mean(List<Double> documents) {
    return documents.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
  }
}
