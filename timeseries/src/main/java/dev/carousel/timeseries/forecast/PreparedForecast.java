package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.exhibit.Exhibit;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.baseline.History;
import dev.carousel.timeseries.forecast.ForecastFigures.Measure;
import dev.carousel.timeseries.metric.SeasonalDifferences;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.split.Parts;
import dev.carousel.timeseries.split.Windows;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** A {@link Forecast} with its series in memory. */
final class PreparedForecast implements PreparedTask {
  private final Forecast task;
  private final List<Path> files;
  private final FittedForecast fitted;
  private final List<SeriesInputs> series;
  private final Map<Split, List<Window>> windows = new EnumMap<>(Split.class);
  private final WindowBatches batches;
  private final ModelForecasts forecasts;
  private final Measure[][] measures;
  private List<BaselineForecasts> fittedBaselines;

  /**
   * Scales the series and checks that every part can be used.
   *
   * @param task what to do
   * @param set what to do it with
   * @throws InvalidDataException if a part is too short, a value cannot be scaled, or MASE is
   *     undefined
   */
  PreparedForecast(Forecast task, SeriesSet set) {
    this.task = task;
    files = set.files();
    List<Parts> parts =
        set.series().stream().map(each -> task.split().cut(each.name(), each.steps())).toList();
    for (Split split : Split.values()) {
      windows.put(split, windows(set, parts, split));
    }
    int[] trainEnds = parts.stream().mapToInt(Parts::trainEnd).toArray();
    fitted = FittedForecast.fit(task, set, trainEnds);
    series = SeriesInputs.of(task, set, trainEnds, fitted);
    boolean gaps =
        set.series().stream()
            .flatMap(each -> each.columns(Role.TARGET).stream())
            .anyMatch(PreparedForecast::hasGaps);
    batches =
        new WindowBatches(
            task,
            fitted.ahead(task),
            series.stream().map(SeriesInputs::model).toList(),
            gaps
                ? Optional.of(series.stream().map(SeriesInputs::observed).toList())
                : Optional.empty());
    for (Split split : Split.values()) {
      requireTargets(split);
    }
    forecasts = new ModelForecasts(task.loss(), batches.ahead().values(), task.paths());
    measures = measures(set, trainEnds);
  }

  private static boolean hasGaps(Column column) {
    return !IntStream.range(0, column.values().length).allMatch(column::isKnown);
  }

  /** The windows of a part, series after series. */
  private List<Window> windows(SeriesSet set, List<Parts> parts, Split split) {
    List<Window> all = new ArrayList<>();
    int stride =
        split == Split.TRAIN ? task.stride() : task.evaluationStride().orElse(task.stride());
    for (int s = 0; s < parts.size(); s++) {
      int start = parts.get(s).start(split);
      int end = parts.get(s).end(split);
      Windows part = new Windows(task.fewestSteps(), task.horizon(), stride, start, end);
      if (part.count() == 0) {
        throw tooShort(split, set.series().get(s), end - start);
      }
      for (int i = 0; i < part.count(); i++) {
        all.add(new Window(s, part.origin(i)));
      }
    }
    return List.copyOf(all);
  }

  private InvalidDataException tooShort(Split split, Series series, int steps) {
    String message =
        split == Split.TRAIN
            ? "%s: a window of %d and a horizon of %d need %d steps to train on, %d of %d are left;"
                    .formatted(
                        series.name(),
                        task.fewestSteps(),
                        task.horizon(),
                        (long) task.fewestSteps() + task.horizon(),
                        steps,
                        series.steps())
                + " make the window or the other parts shorter"
            : "%s: a horizon of %d steps does not fit into the %s part of %d;"
                    .formatted(series.name(), task.horizon(), name(split), steps)
                + " make the part longer or the horizon shorter";
    return new InvalidDataException(message);
  }

  private static String name(Split split) {
    return switch (split) {
      case TRAIN -> "training";
      case VALID -> "validation";
      case TEST -> "test";
    };
  }

  private void requireTargets(Split split) {
    if (targets(split).allMatch(Double::isNaN)) {
      List<String> names =
          series.get(0).series().columns(Role.TARGET).stream().map(Column::name).toList();
      throw new InvalidDataException(
          "%s: every value of %s '%s' to be forecast in the %s part is missing; choose other parts"
              .formatted(
                  series.get(0).series().name(),
                  names.size() == 1 ? "column" : "columns",
                  String.join("', '", names),
                  name(split)));
    }
    if (task.probabilistic() && targets(split).allMatch(y -> y == 0 || Double.isNaN(y))) {
      throw new InvalidDataException(
          ("%s: every value to be forecast in the %s part is 0, which leaves the weighted quantile"
                  + " loss undefined; choose other parts")
              .formatted(series.get(0).series().name(), name(split)));
    }
  }

  /** The values to be forecast in a part, those of overlapping windows as often as they are. */
  private DoubleStream targets(Split split) {
    return windows.get(split).stream()
        .flatMapToDouble(
            window ->
                series.get(window.series()).series().columns(Role.TARGET).stream()
                    .flatMapToDouble(
                        target ->
                            Arrays.stream(
                                target.values(),
                                window.origin(),
                                window.origin() + task.horizon())));
  }

  private Measure[][] measures(SeriesSet set, int[] trainEnds) {
    int values = forecasts.values();
    Measure[][] all = new Measure[series.size()][values];
    for (int k = 0; k < values; k++) {
      int column = set.series().get(0).columns().indexOf(series.get(0).target(k));
      List<Scaler> standard = new Standard(Per.SERIES).fit(set.series(), column, trainEnds);
      for (int s = 0; s < all.length; s++) {
        History training = series.get(s).history(k, trainEnds[s]);
        SeasonalDifferences differences =
            SeasonalDifferences.of(
                training.values(), training.observed(), task.season(), training.end());
        all[s][k] =
            new Measure(
                differences.meanAbsolute(), differences.meanSquare(), standard.get(s).factor());
      }
    }
    if (Arrays.stream(all).flatMap(Arrays::stream).noneMatch(Measure::hasMase)) {
      throw withoutMase(all[0][0].seasonal());
    }
    return all;
  }

  private InvalidDataException withoutMase(double seasonal) {
    SeriesInputs first = series.get(0);
    String name = first.series().name();
    String target = first.target(0).name();
    if (Double.isNaN(seasonal)) {
      return new InvalidDataException(
          ("%s: the %d steps to train on hold no two values of column '%s' a season of %d "
                  + "apart; make the season shorter")
              .formatted(name, first.trainEnd(), target, task.season()));
    }
    return new InvalidDataException(
        ("%s: column '%s' repeats itself exactly every %s in the training part, which "
                + "leaves MASE undefined; set another season or choose another series")
            .formatted(name, target, task.season() == 1 ? "step" : task.season() + " steps"));
  }

  @Override
  public Signature signature() {
    return ForecastServing.signature(task, fitted);
  }

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    List<Window> all = windows.get(Split.TRAIN);
    int[] order = IntStream.range(0, all.size()).toArray();
    random.shuffle(order);
    List<List<Window>> groups = groups(IntStream.of(order).mapToObj(all::get).toList(), batchSize);
    return () -> groups.stream().map(batches::of).iterator();
  }

  private static List<List<Window>> groups(List<Window> all, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
    }
    return IntStream.iterate(0, from -> from < all.size(), from -> from + batchSize)
        .mapToObj(from -> all.subList(from, Math.min(all.size(), from + batchSize)))
        .toList();
  }

  @Override
  public Loss loss() {
    return task.loss();
  }

  @Override
  public List<Metric> metrics() {
    return ForecastFigures.metrics(task.probabilistic(), task.metrics());
  }

  @Override
  public List<Batch> batches(Split split, int batchSize) {
    return groups(windows.get(split), batchSize).stream().map(batches::of).toList();
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    ForecastFigures figures = new ForecastFigures(task.probabilistic(), metrics(), measures);
    forecast(
        windows.get(split), predictor, batchSize, (window, told) -> add(figures, window, told));
    return figures.figures();
  }

  private void forecast(
      List<Window> all, Predictor predictor, int batchSize, BiConsumer<Window, Prediction[]> told) {
    for (List<Window> some : groups(all, batchSize)) {
      List<ModelForecasts.Row> rows = some.stream().map(this::row).toList();
      Prediction[][] predictions = forecasts.of(batches.of(some), predictor, rows);
      for (int row = 0; row < predictions.length; row++) {
        told.accept(some.get(row), predictions[row]);
      }
    }
  }

  private ModelForecasts.Row row(Window window) {
    SeriesInputs inputs = series.get(window.series());
    return new ModelForecasts.Row(
        inputs.model().windowScalers(task, window.origin()),
        ModelForecasts.paths(inputs.series().name(), window.origin()));
  }

  private void add(ForecastFigures figures, Window window, Prediction[] predictions) {
    SeriesInputs inputs = series.get(window.series());
    for (int i = 0; i < predictions.length; i++) {
      int k = i % forecasts.values();
      int step = window.origin() + i / forecasts.values();
      if (inputs.target(k).isKnown(step)) {
        figures.add(window.series(), k, inputs.target(k).values()[step], predictions[i]);
      }
    }
    figures.endWindow();
  }

  /** The simple methods, fitted for whoever asks first: some take long. */
  private synchronized List<BaselineForecasts> fittedBaselines() {
    if (fittedBaselines == null) {
      fittedBaselines =
          task.baselines().stream().map(kind -> new BaselineForecasts(task, kind, series)).toList();
    }
    return fittedBaselines;
  }

  @Override
  public List<Exhibit> exhibits(Predictor predictor, int batchSize) {
    List<BaselineForecasts> all = fittedBaselines();
    int beside = task.baselines().indexOf(BaselineKind.SEASONAL_NAIVE);
    return new ForecastExhibits(
            task,
            series,
            windows.get(Split.TEST),
            all,
            beside < 0 ? new BaselineForecasts(task, BaselineKind.NAIVE, series) : all.get(beside))
        .of((some, told) -> forecast(some, predictor, batchSize, told));
  }

  /**
   * The simple methods on the very windows that models are measured on. A part that has a window
   * with too little before its origin is left out, which can be the training part alone.
   */
  @Override
  public List<Baseline> baselines() {
    List<Baseline> all = new ArrayList<>();
    for (BaselineForecasts baseline : fittedBaselines()) {
      Map<Split, Map<String, Double>> metrics = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        if (windows.get(split).stream().allMatch(baseline::covers)) {
          ForecastFigures figures = new ForecastFigures(task.probabilistic(), metrics(), measures);
          windows.get(split).forEach(window -> add(figures, window, baseline.of(window)));
          metrics.put(split, figures.figures());
        }
      }
      all.add(new Baseline(baseline.title(), metrics));
    }
    return all;
  }

  @Override
  public List<Path> files() {
    return files;
  }

  @Override
  public Assets assets() {
    return FittedFiles.write(fitted);
  }
}
