package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.metric.ForecastErrors;
import dev.carousel.timeseries.metric.SeasonalNaive;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.split.Parts;
import dev.carousel.timeseries.split.Windows;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A {@link Forecast} with its series in memory. */
final class PreparedForecast implements PreparedTask {
  private static final List<Metric> METRICS =
      List.of(
          new Metric("mase", true),
          new Metric("mae", true),
          new Metric("rmse", true),
          new Metric("smape", true));

  private final Forecast task;
  private final Series series;
  private final List<Path> files;
  private final Column target;
  private final double[] known;
  private final Map<Split, Windows> windows = new EnumMap<>(Split.class);
  private final Scaler targetScaler;
  private final double[][] scaled;
  private final boolean gaps;
  private final double maseScale;

  /**
   * Scales the series and checks that every part can be used.
   *
   * @param task what to do
   * @param series what to do it with, its target the first column
   * @param files what was read
   * @param parts where the series is cut
   * @throws InvalidDataException if a part is too short, a value cannot be scaled, or MASE is
   *     undefined
   */
  PreparedForecast(Forecast task, Series series, List<Path> files, Parts parts) {
    this.task = task;
    this.series = series;
    this.files = files;
    target = series.columns().get(0);
    known = filled(target);
    for (Split split : Split.values()) {
      Windows part =
          new Windows(
              task.window(), task.horizon(), task.stride(), parts.start(split), parts.end(split));
      requireWindows(split, part);
      windows.put(split, part);
    }
    scaled = new double[series.columns().size()][];
    Scaler[] scalers = new Scaler[scaled.length];
    for (int column = 0; column < scaled.length; column++) {
      scalers[column] =
          task.scale().fit(List.of(series), column, new int[] {parts.trainEnd()}).get(0);
      scaled[column] = scaled(column, scalers[column]);
    }
    targetScaler = scalers[0];
    gaps = !IntStream.range(0, series.steps()).allMatch(target::isKnown);
    for (Split split : Split.values()) {
      requireTargets(split, windows.get(split));
    }
    maseScale = maseScale(parts.trainEnd());
  }

  private void requireWindows(Split split, Windows part) {
    if (part.count() > 0) {
      return;
    }
    int steps = part.end() - part.start();
    if (split == Split.TRAIN) {
      throw new InvalidDataException(
          ("%s: a window of %d and a horizon of %d need %d steps to train on, %d of %d "
                  + "are left; make the window or the other parts shorter")
              .formatted(
                  series.name(),
                  task.window(),
                  task.horizon(),
                  (long) task.window() + task.horizon(),
                  steps,
                  series.steps()));
    }
    throw new InvalidDataException(
        ("%s: a horizon of %d steps does not fit into the %s part of %d; make the part "
                + "longer or the horizon shorter")
            .formatted(series.name(), task.horizon(), name(split), steps));
  }

  private static String name(Split split) {
    return switch (split) {
      case TRAIN -> "training";
      case VALID -> "validation";
      case TEST -> "test";
    };
  }

  /** The values of a column, each missing one replaced by the last before it. */
  private double[] filled(Column column) {
    double[] filled = column.values().clone();
    for (int t = 0; t < filled.length; t++) {
      if (column.isKnown(t)) {
        continue;
      } else if (task.missing() == MissingValues.REFUSE) {
        throw new InvalidDataException(
            ("%s: the value of column '%s' is missing; set \"missing\" of the task to "
                    + "\"forward\"")
                .formatted(series.place().apply(t), column.name()));
      } else if (t == 0) {
        throw new InvalidDataException(
            ("%s: the value of column '%s' is missing with none before it to fill it with; "
                    + "start the series later")
                .formatted(series.place().apply(t), column.name()));
      }
      filled[t] = filled[t - 1];
    }
    return filled;
  }

  private double[] scaled(int column, Scaler scaler) {
    Column original = series.columns().get(column);
    double[] result = filled(original);
    for (int t = 0; t < result.length; t++) {
      double value = result[t];
      result[t] = scaler.apply(value);
      if (!Float.isFinite((float) result[t])) {
        throw new InvalidDataException(
            ("%s: %s in column '%s' is too large for single precision when scaled; give it "
                    + "in a larger unit")
                .formatted(series.place().apply(t), value, original.name()));
      }
    }
    return result;
  }

  private void requireTargets(Split split, Windows part) {
    for (int i = 0; i < part.count(); i++) {
      for (int h = 0; h < task.horizon(); h++) {
        if (target.isKnown(part.origin(i) + h)) {
          return;
        }
      }
    }
    throw new InvalidDataException(
        ("%s: every value of column '%s' to be forecast in the %s part is missing; "
                + "choose other parts")
            .formatted(series.name(), target.name(), name(split)));
  }

  private double maseScale(int trainEnd) {
    boolean[] observed = new boolean[trainEnd];
    for (int t = 0; t < trainEnd; t++) {
      observed[t] = target.isKnown(t);
    }
    double scale =
        new SeasonalNaive(task.season()).inSampleError(target.values(), observed, trainEnd);
    if (Double.isNaN(scale)) {
      throw new InvalidDataException(
          ("%s: the %d steps to train on hold no two values of column '%s' a season of %d "
                  + "apart; make the season shorter")
              .formatted(series.name(), trainEnd, target.name(), task.season()));
    }
    if (scale == 0) {
      throw new InvalidDataException(
          ("%s: column '%s' repeats itself exactly every %s in the training part, which "
                  + "leaves MASE undefined; set another season or choose another series")
              .formatted(
                  series.name(),
                  target.name(),
                  task.season() == 1 ? "step" : task.season() + " steps"));
    }
    return scale;
  }

  @Override
  public Signature signature() {
    return new Signature(new Signature.Features(scaled.length), task.horizon(), false);
  }

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    int[] order = IntStream.range(0, windows.get(Split.TRAIN).count()).toArray();
    random.shuffle(order);
    return batches(Split.TRAIN, order, batchSize);
  }

  /** The windows of a part in the given order, copied out of the series a batch at a time. */
  private Iterable<Batch> batches(Split split, int[] order, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
    }
    return () ->
        IntStream.iterate(0, from -> from < order.length, from -> from + batchSize)
            .mapToObj(from -> batch(origins(split, order, from, batchSize)))
            .iterator();
  }

  private int[] origins(Split split, int[] order, int from, int batchSize) {
    return Arrays.stream(order, from, Math.min(order.length, from + batchSize))
        .map(windows.get(split)::origin)
        .toArray();
  }

  private Batch batch(int[] origins) {
    int rows = origins.length;
    int columns = scaled.length;
    float[] inputs = new float[task.window() * rows * columns];
    float[] targets = new float[rows * task.horizon()];
    float[] weights = gaps ? new float[targets.length] : null;
    for (int row = 0; row < rows; row++) {
      int origin = origins[row];
      double level = level(origin);
      for (int t = 0; t < task.window(); t++) {
        int step = origin - task.window() + t;
        int at = (t * rows + row) * columns;
        inputs[at] = (float) (scaled[0][step] - level);
        for (int column = 1; column < columns; column++) {
          inputs[at + column] = (float) scaled[column][step];
        }
      }
      for (int h = 0; h < task.horizon(); h++) {
        targets[row * task.horizon() + h] = (float) (scaled[0][origin + h] - level);
        if (gaps) {
          weights[row * task.horizon() + h] = target.isKnown(origin + h) ? 1 : 0;
        }
      }
    }
    int[] lengths = new int[rows];
    Arrays.fill(lengths, task.window());
    return new Batch(
        task.window(),
        rows,
        lengths,
        new Inputs.Features(columns, inputs),
        new Targets.Values(task.horizon(), targets, weights),
        false);
  }

  private double level(int origin) {
    return task.center().of(scaled[0], origin - task.window(), origin);
  }

  @Override
  public Loss loss() {
    return task.loss();
  }

  @Override
  public List<Metric> metrics() {
    return METRICS;
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    int[] order = IntStream.range(0, windows.get(split).count()).toArray();
    ForecastErrors errors = new ForecastErrors();
    int next = 0;
    for (Batch batch : batches(split, order, batchSize)) {
      float[] outputs = predictor.predict(batch);
      if (outputs.length != batch.rows() * task.horizon()) {
        throw new IllegalArgumentException(
            "predictions: expected [%d, %d], got %d numbers"
                .formatted(batch.rows(), task.horizon(), outputs.length));
      }
      for (int row = 0; row < batch.rows(); row++) {
        int origin = windows.get(split).origin(next++);
        double level = level(origin);
        for (int h = 0; h < task.horizon(); h++) {
          double output = outputs[row * task.horizon() + h];
          add(errors, origin + h, targetScaler.invert(output + level));
        }
      }
    }
    return figures(errors);
  }

  private void add(ForecastErrors errors, int step, double forecast) {
    if (target.isKnown(step)) {
      errors.add(target.values()[step], forecast);
    }
  }

  private Map<String, Double> figures(ForecastErrors errors) {
    Map<String, Double> figures = new LinkedHashMap<>();
    figures.put("mase", errors.mase(maseScale));
    figures.put("mae", errors.mae());
    figures.put("rmse", errors.rmse());
    figures.put("smape", errors.smape());
    return figures;
  }

  /**
   * The naive and the seasonal naive forecast on the very windows that models are measured on. A
   * part that has a window with less than a season before its origin is left out, which can be the
   * training part alone.
   */
  @Override
  public List<Baseline> baselines() {
    return List.of(
        baseline("naive", new SeasonalNaive(1)),
        baseline("seasonal-naive", new SeasonalNaive(task.season())));
  }

  private Baseline baseline(String name, SeasonalNaive naive) {
    Map<Split, Map<String, Double>> metrics = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      Windows part = windows.get(split);
      if (part.origin(0) < naive.season()) {
        continue;
      }
      ForecastErrors errors = new ForecastErrors();
      for (int i = 0; i < part.count(); i++) {
        for (int h = 0; h < task.horizon(); h++) {
          int origin = part.origin(i);
          add(errors, origin + h, naive.forecast(known, origin, h));
        }
      }
      metrics.put(split, figures(errors));
    }
    return new Baseline(name, metrics);
  }

  @Override
  public List<Path> files() {
    return files;
  }
}
