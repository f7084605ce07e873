package dev.carousel.timeseries.series;

import dev.carousel.data.DataFolders;

/** Where a time series comes from: a record whose components are its JSON. */
public interface SeriesSource {
  /**
   * Reads or makes the series.
   *
   * @param folders where files are looked for
   * @return the series, with at least one step
   * @throws dev.carousel.data.InvalidDataException if the data cannot be used
   */
  Series load(DataFolders folders);
}
