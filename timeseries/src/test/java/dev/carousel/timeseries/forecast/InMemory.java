package dev.carousel.timeseries.forecast;

import dev.carousel.data.DataFolders;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A series that a test makes up. */
record InMemory(Series series) implements SeriesSource {
  /** Every value observed; columns y, x1, x2, … */
  static Series series(double[]... columns) {
    List<Series.Column> list = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      boolean[] observed = new boolean[columns[i].length];
      Arrays.fill(observed, true);
      list.add(new Series.Column(i == 0 ? "y" : "x" + i, columns[i], observed));
    }
    return new Series("made-up", list, step -> "made-up, step " + step, List.of());
  }

  @Override
  public Series load(DataFolders folders) {
    return series;
  }
}
