package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Three files, one a part.
 *
 * @param train the training part's file
 * @param valid the validation part's file
 * @param test the test part's file
 */
public record PartFiles(DataFile train, DataFile valid, DataFile test) {
  /**
   * Three files of one set.
   *
   * @param train the path of the training part's file
   * @param valid the path of the validation part's file
   * @param test the path of the test part's file
   * @param encoding the character encoding of all of them
   * @param publicName the name under which the set is usually found
   * @param sha256 the files' digests
   * @return the files
   * @throws IllegalArgumentException if there is no such encoding, or a digest is not 64
   *     hexadecimal digits
   */
  public static PartFiles of(
      String train,
      String valid,
      String test,
      String encoding,
      Optional<String> publicName,
      Optional<Digests> sha256) {
    return new PartFiles(
        new DataFile(train, encoding, publicName, sha256.map(Digests::train)),
        new DataFile(valid, encoding, publicName, sha256.map(Digests::valid)),
        new DataFile(test, encoding, publicName, sha256.map(Digests::test)));
  }

  /**
   * One of the files.
   *
   * @param split the part
   * @return its file
   */
  public DataFile file(Split split) {
    return switch (split) {
      case TRAIN -> train;
      case VALID -> valid;
      case TEST -> test;
    };
  }

  /**
   * Finds all files, before any of them is read, so that a missing one is told at once.
   *
   * @param folders where they are looked for
   * @return where they are, in the order of the parts
   * @throws dev.carousel.data.InvalidDataException telling all that is known about one that is
   *     missing
   */
  public Map<Split, Path> find(DataFolders folders) {
    Map<Split, Path> found = new EnumMap<>(Split.class);
    for (Split split : Split.values()) {
      found.put(split, file(split).find(folders));
    }
    return found;
  }

  /**
   * The lines of each file.
   *
   * @param found where the files are
   * @return their lines, as {@link DataFile#lines} gives them
   * @throws dev.carousel.data.InvalidDataException if a file cannot be used
   */
  public Map<Split, List<Line>> lines(Map<Split, Path> found) {
    Map<Split, List<Line>> lines = new EnumMap<>(Split.class);
    found.forEach((split, path) -> lines.put(split, file(split).lines(path)));
    return lines;
  }

  /**
   * Reads all files, each by itself.
   *
   * @param <T> what an example is
   * @param folders where they are looked for
   * @param examples from the lines of one file to its examples
   * @return the examples of each part
   * @throws dev.carousel.data.InvalidDataException if a file is missing or cannot be used
   */
  public <T> Corpus<T> read(DataFolders folders, Function<List<Line>, List<T>> examples) {
    Map<Split, Path> found = find(folders);
    Map<Split, List<T>> parts = new EnumMap<>(Split.class);
    lines(found).forEach((split, lines) -> parts.put(split, examples.apply(lines)));
    return new Corpus<>(parts, List.copyOf(found.values()));
  }
}
