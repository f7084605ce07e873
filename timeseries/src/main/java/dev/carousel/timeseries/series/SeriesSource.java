package dev.carousel.timeseries.series;

import dev.carousel.data.DataFolders;

/** Where time series come from: a record whose components are its JSON. */
public interface SeriesSource {
  /**
   * Reads or makes the series. What is missing in them stays missing; it is for tasks to say what
   * becomes of it.
   *
   * @param folders where files are looked for
   * @return the series
   * @throws dev.carousel.data.InvalidDataException if the data cannot be used
   */
  SeriesSet load(DataFolders folders);
}
