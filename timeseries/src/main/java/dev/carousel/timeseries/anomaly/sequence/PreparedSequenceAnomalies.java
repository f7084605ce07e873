package dev.carousel.timeseries.anomaly.sequence;

import dev.carousel.data.Batch;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.sequence.BatchOrder;
import dev.carousel.sequence.SequenceBatches;
import dev.carousel.timeseries.anomaly.KeptThreshold;
import dev.carousel.timeseries.anomaly.Threshold;
import dev.carousel.timeseries.metric.Detections;
import dev.carousel.timeseries.metric.Ranking;
import dev.carousel.train.Assets;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A {@link SequenceAnomalies} task with its data.
 *
 * @param signature what models get and give
 * @param channels of the data
 * @param errors scores sequences
 * @param threshold how the threshold is chosen
 * @param sequences of each part
 * @param anomalous which sequences of each part are anomalies
 * @param equallyLong whether all sequences are
 * @param files the files that were read
 * @param assets what trained models cannot be asked without
 */
record PreparedSequenceAnomalies(
    Signature signature,
    int channels,
    SequenceErrors errors,
    Threshold threshold,
    Map<Split, ToldSequences> sequences,
    Map<Split, boolean[]> anomalous,
    boolean equallyLong,
    List<Path> files,
    Assets assets)
    implements PreparedTask {
  private static final int BASELINE_BATCH = 256;

  /** The normal sequences of the training part. */
  private ToldSequences normal() {
    boolean[] marks = anomalous.get(Split.TRAIN);
    return sequences
        .get(Split.TRAIN)
        .some(IntStream.range(0, marks.length).filter(n -> !marks[n]).toArray());
  }

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    ToldSequences normal = normal();
    return new SequenceBatches(normal, BatchOrder.drawn(normal, batchSize, random));
  }

  @Override
  public Loss loss() {
    return errors.measure().loss();
  }

  @Override
  public List<Metric> metrics() {
    return List.of(
        new Metric("error", true),
        new Metric("rocAuc", false),
        new Metric("prAuc", false),
        new Metric("accuracy", false),
        new Metric("precision", false),
        new Metric("recall", false),
        new Metric("f1", false),
        new Metric("threshold", true));
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    double[] valid = errors.of(sequences.get(Split.VALID), predictor, batchSize);
    double limit = threshold.choose(valid, anomalous.get(Split.VALID));
    double[] scores =
        split == Split.VALID ? valid : errors.of(sequences.get(split), predictor, batchSize);
    boolean[] marks = anomalous.get(split);
    Detections told = Detections.of(Detections.above(scores, limit), marks);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(
        "error",
        IntStream.range(0, scores.length)
            .filter(n -> !marks[n])
            .mapToDouble(n -> scores[n])
            .average()
            .orElse(Double.NaN));
    metrics.put("rocAuc", Ranking.rocAuc(scores, marks));
    metrics.put("prAuc", Ranking.averagePrecision(scores, marks));
    metrics.put("accuracy", told.accuracy());
    metrics.put("precision", told.precision());
    metrics.put("recall", told.recall());
    metrics.put("f1", told.f1());
    metrics.put("threshold", limit);
    return metrics;
  }

  @Override
  public List<Baseline> baselines() {
    if (!equallyLong) {
      return List.of();
    }
    Predictor mean = new MeanSequence(normal());
    Map<Split, Map<String, Double>> figures = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      figures.put(split, evaluate(split, mean, BASELINE_BATCH));
    }
    return List.of(new Baseline("mean-sequence", figures));
  }

  /** Those of the part alone, without the validation part that decides about the threshold. */
  @Override
  public List<Batch> batches(Split split, int batchSize) {
    ToldSequences part = sequences.get(split);
    List<Batch> batches = new ArrayList<>();
    new SequenceBatches(part, BatchOrder.settled(part, batchSize)).forEach(batches::add);
    return batches;
  }

  @Override
  public Assets conclusions(Predictor predictor, int batchSize) {
    double[] valid = errors.of(sequences.get(Split.VALID), predictor, batchSize);
    double limit = threshold.choose(valid, anomalous.get(Split.VALID));
    return KeptThreshold.of(limit);
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    double[] valid = errors.of(sequences.get(Split.VALID), predictor, batchSize);
    return new SequenceExhibits(
            channels,
            sequences.get(Split.TEST),
            anomalous.get(Split.TEST),
            errors.of(sequences.get(Split.TEST), predictor, batchSize),
            threshold.choose(valid, anomalous.get(Split.VALID)),
            errors.measure())
        .of(predictor);
  }
}
