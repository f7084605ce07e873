package dev.carousel.timeseries.forecast;

import dev.carousel.data.DataFolders;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.series.SeriesSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A series that a test makes up. */
record InMemory(Series series) implements SeriesSource {
  /** Columns y, x1, x2, …; NaN is missing. */
  static Series series(double[]... columns) {
    List<Column> list = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      list.add(new Column(i == 0 ? "y" : "x" + i, i == 0 ? Role.TARGET : Role.PAST, columns[i]));
    }
    return new Series("made-up", Optional.empty(), list, Map.of(), step -> "made-up, step " + step);
  }

  @Override
  public SeriesSet load(DataFolders folders) {
    return new SeriesSet(List.of(series), List.of());
  }
}
