package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Three files of UTF-8 text, one a part.
 *
 * @param train the training part's file, absolute or relative to a data folder
 * @param valid the validation part's file
 * @param test the test part's file
 * @param publicName the name under which the set is usually found, for whoever lacks it
 * @param sha256 the files' digests; a file with another one is refused
 */
public record TextFiles(
    String train, String valid, String test, Optional<String> publicName, Optional<Digests> sha256)
    implements TextSource {
  /**
   * Checks the digests' form.
   *
   * @throws IllegalArgumentException if one is not 64 hexadecimal digits
   */
  public TextFiles {
    PartFiles.of(train, valid, test, DataFile.UTF_8, publicName, sha256);
  }

  @Override
  public Texts read(DataFolders folders) {
    PartFiles files = PartFiles.of(train, valid, test, DataFile.UTF_8, publicName, sha256);
    Map<Split, Path> found = files.find(folders);
    return new Texts(
        files.train().readNotEmpty(found.get(Split.TRAIN)),
        files.valid().readNotEmpty(found.get(Split.VALID)),
        files.test().readNotEmpty(found.get(Split.TEST)),
        List.copyOf(found.values()));
  }
}
