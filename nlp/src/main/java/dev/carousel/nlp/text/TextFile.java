package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * One file of UTF-8 text, cut into its parts.
 *
 * @param path absolute, or relative to a data folder
 * @param split how it is cut
 * @param publicName the name under which the file is usually found, for whoever lacks it
 * @param sha256 the file's SHA-256 as 64 hexadecimal digits; a file with another one is refused
 */
public record TextFile(
    String path, TextSplit split, Optional<String> publicName, Optional<String> sha256)
    implements TextSource {
  /**
   * Checks the digest's form.
   *
   * @throws IllegalArgumentException if it is not 64 hexadecimal digits
   */
  public TextFile {
    new DataFile(path, publicName, sha256);
  }

  @Override
  public Texts read(DataFolders folders) {
    DataFile file = new DataFile(path, publicName, sha256);
    Path found = file.find(folders);
    return split.cut(file.readNotEmpty(found), "'" + path + "'", List.of(found));
  }
}
