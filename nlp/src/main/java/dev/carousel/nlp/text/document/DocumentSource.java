package dev.carousel.nlp.text.document;

import dev.carousel.data.DataFolders;
import dev.carousel.nlp.text.Corpus;

/** Where documents with summaries come from: a record whose components are its JSON. */
public interface DocumentSource {
  /**
   * Reads the documents.
   *
   * @param folders where files are looked for
   * @return the documents of each part
   * @throws dev.carousel.data.InvalidDataException if a file is missing, not the one that was
   *     meant, not in its encoding or not in its form
   */
  Corpus<Document> read(DataFolders folders);
}
