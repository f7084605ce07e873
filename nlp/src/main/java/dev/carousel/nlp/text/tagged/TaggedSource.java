package dev.carousel.nlp.text.tagged;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;

/** Where tagged sentences come from: a record whose components are its JSON. */
public interface TaggedSource {
  /**
   * Reads the sentences.
   *
   * @param folders where files are looked for
   * @return the sentences of each part
   * @throws dev.carousel.data.InvalidDataException if a file is missing, not the one that was
   *     meant, not in its encoding or not in its form
   */
  Corpus<TaggedSentence> read(DataFolders folders);
}
