package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.Batch;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.anomaly.KeptThreshold;
import dev.carousel.timeseries.metric.Alarms;
import dev.carousel.timeseries.metric.Detections;
import dev.carousel.timeseries.metric.EventDetections;
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
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A {@link SeriesAnomalies} task with its data.
 *
 * @param task says what is done
 * @param signature what models get and give
 * @param targets the names of what is told
 * @param stretches one a series for each part
 * @param files the files that were read
 * @param assets what trained models cannot be asked without
 */
record PreparedSeriesAnomalies(
    SeriesAnomalies task,
    Signature signature,
    List<String> targets,
    Map<Split, List<Stretch>> stretches,
    List<Path> files,
    Assets assets)
    implements PreparedTask {
  /** Gives the scores of a stretch, [T], NaN where it is not judged. */
  @FunctionalInterface
  private interface Scorer {
    double[] of(Stretch stretch);
  }

  /** Time has one order, so nothing is drawn. */
  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    return new StretchStreams(stretches.get(Split.TRAIN), batchSize, task.steps());
  }

  @Override
  public Loss loss() {
    return task.loss();
  }

  @Override
  public List<Metric> metrics() {
    List<Metric> metrics = new ArrayList<>();
    metrics.add(new Metric("error", true));
    if (task.anomaly().isPresent()) {
      for (String name :
          List.of(
              "rocAuc",
              "prAuc",
              "precision",
              "recall",
              "f1",
              "eventPrecision",
              "eventRecall",
              "eventF1")) {
        metrics.add(new Metric(name, false));
      }
    }
    metrics.add(new Metric("threshold", true));
    return List.copyOf(metrics);
  }

  /** The marks of the steps of a part that are judged, series after series. */
  boolean[] marks(Split split) {
    List<Boolean> marks = new ArrayList<>();
    for (Stretch stretch : stretches.get(split)) {
      IntStream.range(0, stretch.steps())
          .filter(stretch::isJudged)
          .forEach(t -> marks.add(stretch.anomalous()[t]));
    }
    boolean[] array = new boolean[marks.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = marks.get(i);
    }
    return array;
  }

  /** {@inheritDoc} Series are read one after the other, whatever the batch size. */
  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    return figures(split, scorer(predictor));
  }

  /**
   * The scores of a part.
   *
   * @param split which part
   * @param predictor the model
   * @return by stretch, [T], NaN where a step is not judged
   */
  List<double[]> scores(Split split, Predictor predictor) {
    return scored(split, scorer(predictor));
  }

  private Scorer scorer(Predictor predictor) {
    return stretch -> scores(stretch, outputs(stretch, predictor));
  }

  private double[] scores(Stretch stretch, float[] outputs) {
    StepScore score = new StepScore(task.loss());
    double[] scores = new double[stretch.steps()];
    for (int t = 0; t < scores.length; t++) {
      scores[t] =
          stretch.isJudged(t)
              ? score.of(outputs, t, stretch.targets(), t * stretch.values(), stretch.values())
              : Double.NaN;
    }
    return scores;
  }

  /** What a model gives of a whole stretch, [T, values · parameters]. */
  private float[] outputs(Stretch stretch, Predictor predictor) {
    int width = signature.outputs();
    float[] outputs = new float[stretch.steps() * width];
    for (int from = 0; from < stretch.steps(); from += task.steps()) {
      int count = Math.min(task.steps(), stretch.steps() - from);
      float[] some = predictor.predict(Stretch.batch(List.of(stretch), from, count));
      System.arraycopy(some, 0, outputs, from * width, some.length);
    }
    return outputs;
  }

  private List<double[]> scored(Split split, Scorer scorer) {
    return stretches.get(split).stream().map(scorer::of).map(this::smoothed).toList();
  }

  private double[] smoothed(double[] scores) {
    Smoothing smoothing = new Smoothing(task.smooth());
    return Arrays.stream(scores).map(smoothing::next).toArray();
  }

  /** The scores of the steps that are judged, series after series. */
  private double[] judged(Split split, List<double[]> scores) {
    List<Stretch> some = stretches.get(split);
    return IntStream.range(0, some.size())
        .boxed()
        .flatMapToDouble(
            s ->
                IntStream.range(0, some.get(s).steps())
                    .filter(some.get(s)::isJudged)
                    .mapToDouble(t -> scores.get(s)[t]))
        .toArray();
  }

  private double threshold(List<double[]> valid) {
    return task.threshold().choose(judged(Split.VALID, valid), marks(Split.VALID));
  }

  private Map<String, Double> figures(Split split, Scorer scorer) {
    List<double[]> valid = scored(Split.VALID, scorer);
    double limit = threshold(valid);
    List<double[]> all = split == Split.VALID ? valid : scored(split, scorer);
    double[] scores = judged(split, all);
    boolean[] marks = marks(split);
    Map<String, Double> metrics = new LinkedHashMap<>();
    metrics.put(
        "error",
        IntStream.range(0, scores.length)
            .filter(i -> !marks[i])
            .mapToDouble(i -> scores[i])
            .average()
            .orElse(Double.NaN));
    if (task.anomaly().isPresent()) {
      metrics.put("rocAuc", Ranking.rocAuc(scores, marks));
      metrics.put("prAuc", Ranking.averagePrecision(scores, marks));
      put(
          metrics,
          Detections.of(Detections.above(scores, limit), marks),
          "precision",
          "recall",
          "f1");
      put(metrics, events(split, all, limit), "eventPrecision", "eventRecall", "eventF1");
    }
    metrics.put("threshold", limit);
    return metrics;
  }

  private static void put(
      Map<String, Double> metrics, Alarms alarms, String precision, String recall, String f1) {
    metrics.put(precision, alarms.precision());
    metrics.put(recall, alarms.recall());
    metrics.put(f1, alarms.f1());
  }

  /** Of all steps of the part: what is not judged is not flagged. */
  private EventDetections events(Split split, List<double[]> scores, double limit) {
    EventDetections sum = new EventDetections(0, 0, 0);
    for (int s = 0; s < scores.size(); s++) {
      Stretch stretch = stretches.get(split).get(s);
      int from = stretch.first();
      int to = stretch.steps();
      sum =
          sum.plus(
              EventDetections.of(
                  Detections.above(Arrays.copyOfRange(scores.get(s), from, to), limit),
                  Arrays.copyOfRange(stretch.anomalous(), from, to)));
    }
    return sum;
  }

  @Override
  public List<Baseline> baselines() {
    Naive naive = Naive.fit(new StepScore(task.loss()), stretches.get(Split.TRAIN));
    Map<Split, Map<String, Double>> figures = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      figures.put(split, figures(split, naive::scores));
    }
    return List.of(new Baseline("naive", figures));
  }

  /** Those of the part alone, without the validation part that decides about the threshold. */
  @Override
  public List<Batch> batches(Split split, int batchSize) {
    List<Batch> batches = new ArrayList<>();
    for (Stretch stretch : stretches.get(split)) {
      for (int from = 0; from < stretch.steps(); from += task.steps()) {
        int count = Math.min(task.steps(), stretch.steps() - from);
        batches.add(Stretch.batch(List.of(stretch), from, count));
      }
    }
    return batches;
  }

  @Override
  public Assets conclusions(Predictor predictor, int batchSize) {
    return KeptThreshold.of(threshold(scores(Split.VALID, predictor)));
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    Stretch shown = stretches.get(Split.TEST).get(0);
    if (shown.first() >= shown.steps()) {
      return List.of();
    }
    StepScore score = new StepScore(task.loss());
    float[] outputs = outputs(shown, predictor);
    double[] told = new double[shown.steps() * shown.values()];
    Arrays.setAll(told, i -> score.expected(outputs, i * score.parameters()));
    return new SignalExhibits(
            targets,
            shown,
            told,
            smoothed(scores(shown, outputs)),
            threshold(scores(Split.VALID, predictor)))
        .of();
  }
}
