package dev.carousel.timeseries.audio;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;

/** Where utterances come from: a record whose components are its JSON. */
public interface UtteranceSource {
  /**
   * Reads them, or makes them.
   *
   * @param folders where files are looked for
   * @param seed decides whatever is random about them
   * @return those of each part
   * @throws InvalidDataException if a file is missing or not in its form
   */
  Utterances read(DataFolders folders, long seed);
}
