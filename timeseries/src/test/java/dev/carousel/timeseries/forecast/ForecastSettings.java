package dev.carousel.timeseries.forecast;

import dev.carousel.data.DataFolders;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.timeseries.feature.Features;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Unscaled;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.split.Chronological;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.train.PreparedTask;
import java.util.List;
import java.util.OptionalInt;

/**
 * A forecasting task that a test changes one setting after another of: at first windows of one
 * step, a horizon of one, parts of one, without scale or centre.
 */
final class ForecastSettings {
  private final SeriesSource data;
  private MissingValues missing = MissingValues.REFUSE;
  private int window = 1;
  private OptionalInt shortestWindow = OptionalInt.empty();
  private int horizon = 1;
  private int stride = 1;
  private OptionalInt evaluationStride = OptionalInt.empty();
  private Cut split = new Chronological(1, 1);
  private Scale scale = new Unscaled();
  private Center center = Center.NONE;
  private WindowScale windowScale = WindowScale.NONE;
  private Features features = Features.NONE;
  private int season = 1;
  private List<BaselineKind> baselines = List.of(BaselineKind.NAIVE, BaselineKind.SEASONAL_NAIVE);
  private List<String> metrics = List.of();
  private Loss loss = new MeanSquaredError();
  private int paths = 100;

  private ForecastSettings(SeriesSource data) {
    this.data = data;
  }

  static ForecastSettings of(SeriesSource data) {
    return new ForecastSettings(data);
  }

  static ForecastSettings of(Series... series) {
    return new ForecastSettings(new InMemory(List.of(series)));
  }

  ForecastSettings missing(MissingValues values) {
    missing = values;
    return this;
  }

  ForecastSettings window(int steps) {
    window = steps;
    return this;
  }

  ForecastSettings shortestWindow(int steps) {
    shortestWindow = OptionalInt.of(steps);
    return this;
  }

  ForecastSettings horizon(int steps) {
    horizon = steps;
    return this;
  }

  ForecastSettings stride(int steps) {
    stride = steps;
    return this;
  }

  ForecastSettings evaluationStride(int steps) {
    evaluationStride = OptionalInt.of(steps);
    return this;
  }

  ForecastSettings split(double valid, double test) {
    return split(new Chronological(valid, test));
  }

  ForecastSettings split(Cut cut) {
    split = cut;
    return this;
  }

  ForecastSettings scale(Scale kind) {
    scale = kind;
    return this;
  }

  ForecastSettings center(Center kind) {
    center = kind;
    return this;
  }

  ForecastSettings windowScale(WindowScale kind) {
    windowScale = kind;
    return this;
  }

  ForecastSettings features(Features spec) {
    features = spec;
    return this;
  }

  ForecastSettings season(int steps) {
    season = steps;
    return this;
  }

  ForecastSettings baselines(BaselineKind... kinds) {
    baselines = List.of(kinds);
    return this;
  }

  ForecastSettings metrics(String... names) {
    metrics = List.of(names);
    return this;
  }

  ForecastSettings loss(Loss kind) {
    loss = kind;
    return this;
  }

  ForecastSettings paths(int count) {
    paths = count;
    return this;
  }

  Forecast task() {
    return new Forecast(
        data,
        missing,
        window,
        shortestWindow,
        horizon,
        stride,
        evaluationStride,
        split,
        scale,
        center,
        windowScale,
        features,
        season,
        baselines,
        metrics,
        loss,
        paths);
  }

  PreparedTask prepare(DataFolders folders) {
    return task().prepare(folders, 1);
  }

  PreparedTask prepare() {
    return prepare(new DataFolders(List.of()));
  }
}
