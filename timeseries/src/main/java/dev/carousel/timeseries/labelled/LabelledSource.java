package dev.carousel.timeseries.labelled;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.util.function.Function;

/** Where labelled sequences come from: a record whose components are its JSON. */
public interface LabelledSource {
  /**
   * Reads the sequences, or makes them.
   *
   * @param folders where files are looked for
   * @return the sequences of each part
   * @throws InvalidDataException if a file is missing or not in its form
   */
  LabelledSequences read(DataFolders folders);

  /**
   * How a line with a sequence of this source is read, without the source's files.
   *
   * @return reads a line without its end, or throws an {@link InvalidDataException} that says what
   *     is wrong with it, but not where it stands
   * @throws InvalidDataException if sequences of this source do not come in lines
   */
  default Function<String, LabelledLine> lines() {
    throw new InvalidDataException(
        "sequences of this source do not come in lines; ask with 'carousel predict'");
  }
}
