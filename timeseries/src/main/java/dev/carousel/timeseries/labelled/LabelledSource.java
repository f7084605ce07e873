package dev.carousel.timeseries.labelled;

import dev.carousel.data.DataFolders;

/** Where labelled sequences come from: a record whose components are its JSON. */
public interface LabelledSource {
  /**
   * Reads the sequences, or makes them.
   *
   * @param folders where files are looked for
   * @return the sequences of each part
   * @throws dev.carousel.data.InvalidDataException if a file is missing or not in its form
   */
  LabelledSequences read(DataFolders folders);
}
