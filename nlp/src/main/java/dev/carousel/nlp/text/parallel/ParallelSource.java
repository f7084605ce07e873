package dev.carousel.nlp.text.parallel;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;

/** Where parallel texts come from: a record whose components are its JSON. */
public interface ParallelSource {
  /**
   * Reads the texts.
   *
   * @param folders where files are looked for
   * @return the pairs of each part
   * @throws dev.carousel.data.InvalidDataException if a file is missing, not the one that was
   *     meant, not in its encoding or not in its form
   */
  Corpus<ParallelText> read(DataFolders folders);
}
