package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;

/** Where a text with its three parts comes from: a record whose components are its JSON. */
public interface TextSource {
  /**
   * Reads the text.
   *
   * @param folders where files are looked for
   * @return its parts, none of them empty
   * @throws dev.carousel.data.InvalidDataException if a file is missing, not the one that was
   *     meant, not UTF-8 or empty
   */
  Texts read(DataFolders folders);
}
