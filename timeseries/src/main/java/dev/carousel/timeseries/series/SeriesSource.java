package dev.carousel.timeseries.series;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;

/** Where time series come from: a record whose components are its JSON. */
public interface SeriesSource {
  /**
   * Reads or makes the series. What is missing in them stays missing; it is for tasks to say what
   * becomes of it.
   *
   * @param folders where files are looked for
   * @return the series
   * @throws InvalidDataException if the data cannot be used
   */
  SeriesSet load(DataFolders folders);

  /**
   * Reads other tables of the same form, line by line.
   *
   * @return a new table's beginning
   * @throws InvalidDataException if these series are no table
   */
  default TableRows table() {
    throw new InvalidDataException("these series are no table, so none can be read line by line");
  }
}
