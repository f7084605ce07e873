package dev.carousel.nlp.text;

import dev.carousel.data.DataFolders;
import java.nio.file.Path;
import java.util.List;
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
   * The SHA-256 of the three files, each as 64 hexadecimal digits.
   *
   * @param train of the training part's file
   * @param valid of the validation part's file
   * @param test of the test part's file
   */
  public record Digests(String train, String valid, String test) {}

  /**
   * Checks the digests' form.
   *
   * @throws IllegalArgumentException if one is not 64 hexadecimal digits
   */
  public TextFiles {
    new DataFile(train, publicName, sha256.map(Digests::train));
    new DataFile(valid, publicName, sha256.map(Digests::valid));
    new DataFile(test, publicName, sha256.map(Digests::test));
  }

  @Override
  public Texts read(DataFolders folders) {
    DataFile trainFile = new DataFile(train, publicName, sha256.map(Digests::train));
    DataFile validFile = new DataFile(valid, publicName, sha256.map(Digests::valid));
    DataFile testFile = new DataFile(test, publicName, sha256.map(Digests::test));
    // All are looked for before any is read, so that a missing one is told at once.
    Path trainFound = trainFile.find(folders);
    Path validFound = validFile.find(folders);
    Path testFound = testFile.find(folders);
    return new Texts(
        trainFile.readNotEmpty(trainFound),
        validFile.readNotEmpty(validFound),
        testFile.readNotEmpty(testFound),
        List.of(trainFound, validFound, testFound));
  }
}
