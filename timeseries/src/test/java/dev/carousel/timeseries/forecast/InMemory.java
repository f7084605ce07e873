package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.data.DataFolders;
import dev.carousel.data.Inputs;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.series.SeriesSource;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Series that a test makes up. */
record InMemory(List<Series> series) implements SeriesSource {
  /** Columns y, x1, x2, …; NaN is missing. */
  static Series series(double[]... columns) {
    List<Column> list = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      list.add(new Column(i == 0 ? "y" : "x" + i, i == 0 ? Role.TARGET : Role.PAST, columns[i]));
    }
    return series("made-up", list, Map.of());
  }

  static Series series(String name, List<Column> columns, Map<String, Double> statics) {
    return new Series(name, Optional.empty(), columns, statics, step -> name + ", step " + step);
  }

  @Override
  public SeriesSet load(DataFolders folders) {
    return new SeriesSet(series, List.of());
  }

  /** What models read of the past, [window, B, values + past + known]. */
  static float[] past(Batch batch) {
    return ((Inputs.Features) conditioned(batch).source().inputs()).values();
  }

  /** What models read of the steps to come, [horizon, B, known]. */
  static float[] known(Batch batch) {
    return ((Inputs.Features) conditioned(batch).own()).values();
  }

  static Inputs.Conditioned conditioned(Batch batch) {
    return (Inputs.Conditioned) batch.inputs();
  }

  /** The figures of a model that gives zeros. */
  static Map<String, Double> figuresOfZeros(PreparedTask task, Split split, int batchSize) {
    int outputs = task.signature().outputs();
    return task.evaluate(
        split, batch -> new float[batch.steps() * batch.rows() * outputs], batchSize);
  }
}
