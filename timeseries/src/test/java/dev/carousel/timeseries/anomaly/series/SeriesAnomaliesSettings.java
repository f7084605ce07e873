package dev.carousel.timeseries.anomaly.series;

import dev.carousel.data.DataFolders;
import dev.carousel.loss.Loss;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.timeseries.anomaly.BestF1;
import dev.carousel.timeseries.anomaly.Threshold;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Unscaled;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.timeseries.split.Chronological;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task that a test changes one setting after another of: at first with marks in "mark", not
 * scaled, scored by squared errors, with validation and test parts of 4 and 6 steps.
 */
final class SeriesAnomaliesSettings {
  private final SeriesSource data;
  private Optional<String> anomaly = Optional.of("mark");
  private boolean masks;
  private int steps = 3;
  private int warmup = 1;
  private Chronological split = new Chronological(4, 6);
  private Scale scale = new Unscaled();
  private Loss loss = new MeanSquaredError();
  private double smooth;
  private Threshold threshold = new BestF1();

  private SeriesAnomaliesSettings(SeriesSource data) {
    this.data = data;
  }

  static SeriesAnomaliesSettings of(SeriesSource data) {
    return new SeriesAnomaliesSettings(data);
  }

  static SeriesAnomaliesSettings of(Series... series) {
    return of(folders -> new SeriesSet(List.of(series), List.of()));
  }

  static Series series(String name, Column... columns) {
    return new Series(
        name, Optional.empty(), List.of(columns), Map.of(), step -> name + ", step " + step);
  }

  static Column target(double... values) {
    return new Column("y", Role.TARGET, values);
  }

  static Column mark(double... values) {
    return new Column("mark", Role.PAST, values);
  }

  SeriesAnomaliesSettings unmarked() {
    anomaly = Optional.empty();
    return this;
  }

  SeriesAnomaliesSettings marks(String column) {
    anomaly = Optional.of(column);
    return this;
  }

  SeriesAnomaliesSettings masks() {
    masks = true;
    return this;
  }

  SeriesAnomaliesSettings steps(int most) {
    steps = most;
    return this;
  }

  SeriesAnomaliesSettings warmup(int count) {
    warmup = count;
    return this;
  }

  SeriesAnomaliesSettings split(double valid, double test) {
    split = new Chronological(valid, test);
    return this;
  }

  SeriesAnomaliesSettings scale(Scale kind) {
    scale = kind;
    return this;
  }

  SeriesAnomaliesSettings loss(Loss kind) {
    loss = kind;
    return this;
  }

  SeriesAnomaliesSettings smooth(double kept) {
    smooth = kept;
    return this;
  }

  SeriesAnomaliesSettings threshold(Threshold kind) {
    threshold = kind;
    return this;
  }

  SeriesAnomalies task() {
    return new SeriesAnomalies(
        data, anomaly, masks, steps, warmup, split, scale, loss, smooth, threshold);
  }

  PreparedSeriesAnomalies prepare() {
    return (PreparedSeriesAnomalies) task().prepare(new DataFolders(List.of()), 1);
  }
}
