package dev.carousel.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TextSourceTest {
  private static final TextSplit HALF = new TextSplit(0.25, 0.25);

  /** Of the three bytes "abc", as in FIPS 180-2, appendix B.1. */
  private static final String ABC_SHA256 =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  @TempDir private Path folder;

  private DataFolders folders;

  @BeforeEach
  void folders() {
    folders = new DataFolders(List.of(folder));
  }

  private Path write(String name, String text) throws IOException {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  private Path write(String name, byte[] bytes) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.write(path, bytes);
  }

  private static TextFile textFile(String path) {
    return new TextFile(path, HALF, Optional.empty(), Optional.empty());
  }

  private void assertRefused(TextSource source, String message) {
    assertThatThrownBy(() -> source.read(folders))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void aFileIsCut() throws IOException {
    Path path = write("t.txt", "ab\r\ncdé\ud83d\ude00");

    assertThat(textFile("t.txt").read(folders))
        .isEqualTo(new Texts("ab\r\n", "cd", "é\ud83d\ude00", List.of(path)));
  }

  @Test
  void threeFilesAreThreeParts() throws IOException {
    Path train = write("a/train.txt", "one");
    Path valid = write("a/valid.txt", "two");
    Path test = write("a/test.txt", "three");

    TextFiles files =
        new TextFiles(
            "a/train.txt", "a/valid.txt", "a/test.txt", Optional.empty(), Optional.empty());

    assertThat(files.read(folders))
        .isEqualTo(new Texts("one", "two", "three", List.of(train, valid, test)));
  }

  @Test
  void aMissingFileIsDescribed() {
    String missing =
        "no file 'none.txt' in [" + folder + "]; give its folder with --data DIR or CAROUSEL_DATA";
    assertRefused(textFile("none.txt"), missing);
    assertRefused(
        new TextFile("none.txt", HALF, Optional.of("the ABC"), Optional.empty()),
        missing + ". It is known as the ABC");
    assertRefused(
        new TextFile("none.txt", HALF, Optional.empty(), Optional.of(ABC_SHA256)),
        missing + ". It is recognised by its SHA-256 " + ABC_SHA256);
    assertRefused(
        new TextFile("none.txt", HALF, Optional.of("the ABC"), Optional.of(ABC_SHA256)),
        missing + ". It is known as the ABC and recognised by its SHA-256 " + ABC_SHA256);
  }

  @Test
  void oneMissingOfThreeIsDescribed() throws IOException {
    write("train.txt", "abc");
    write("valid.txt", "abc");
    TextFiles files =
        new TextFiles(
            "train.txt",
            "valid.txt",
            "test.txt",
            Optional.of("the ABC"),
            Optional.of(new Digests(ABC_SHA256, ABC_SHA256, ABC_SHA256)));

    assertRefused(
        files,
        "no file 'test.txt' in ["
            + folder
            + "]; give its folder with --data DIR or CAROUSEL_DATA. It is known as the ABC and "
            + "recognised by its SHA-256 "
            + ABC_SHA256);

    write("test.txt", "abc");
    assertThat(files.read(folders).test()).isEqualTo("abc");

    write("valid.txt", "other");
    assertRefused(
        files,
        "'valid.txt' is not the file that is meant (the ABC): its SHA-256 is "
            + "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa, the experiment "
            + "wants "
            + ABC_SHA256);
  }

  @Test
  void anotherDigestIsRefused() throws IOException {
    write("t.txt", "abd");

    assertRefused(
        new TextFile("t.txt", HALF, Optional.empty(), Optional.of(ABC_SHA256)),
        "'t.txt' is not the file that is meant: its SHA-256 is "
            + "a52d159f262b2c6ddb724a61840befc36eb30c88877a4030b65cbe86298449c9, the experiment "
            + "wants "
            + ABC_SHA256);
  }

  @Test
  void theRightDigestIsAcceptedInEitherCase() throws IOException {
    write("t.txt", "abc");
    TextSplit split = new TextSplit(1, 1);

    for (String digest : List.of(ABC_SHA256, ABC_SHA256.toUpperCase(Locale.ROOT))) {
      assertThat(
              new TextFile("t.txt", split, Optional.empty(), Optional.of(digest))
                  .read(folders)
                  .train())
          .isEqualTo("a");
    }
  }

  @Test
  void whatIsNoDigestIsRefused() {
    assertThatThrownBy(() -> new TextFile("t.txt", HALF, Optional.empty(), Optional.of("ba7816")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the SHA-256 of 't.txt' must be 64 hexadecimal digits, got 'ba7816'");
  }

  @Test
  void anEmptyFileIsRefused() throws IOException {
    write("t.txt", "");

    assertRefused(textFile("t.txt"), "'t.txt' is empty; there is no text to learn from");
  }

  @Test
  void aFolderIsNotAFile() throws IOException {
    write("t/x.txt", "x");

    assertRefused(textFile("t"), "'t' is not a file");
  }

  @Test
  void theLineOfABadByteIsNamed() throws IOException {
    write("t.txt", new byte[] {'a', '\n', 'b', '\r', '\n', 'c', (byte) 0x92, 'd', '\n'});
    assertRefused(
        textFile("t.txt"), "t.txt, line 3: byte 0x92 is not UTF-8; convert the file to UTF-8");
  }

  @Test
  void aCharacterCutShortIsNotUtf8() throws IOException {
    write("t.txt", new byte[] {'a', '\n', (byte) 0xE2, (byte) 0x82});
    assertRefused(
        textFile("t.txt"), "t.txt, line 2: byte 0xE2 is not UTF-8; convert the file to UTF-8");
  }

  @Test
  void overlongFormsAndSurrogatesAreNotUtf8() throws IOException {
    write("t.txt", new byte[] {'a', (byte) 0xC0, (byte) 0x80, 'b'});
    assertRefused(
        textFile("t.txt"), "t.txt, line 1: byte 0xC0 is not UTF-8; convert the file to UTF-8");
    write("u.txt", new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80});
    assertRefused(
        textFile("u.txt"), "u.txt, line 1: byte 0xED is not UTF-8; convert the file to UTF-8");
  }

  @Test
  void aByteOrderMarkIsKept() throws IOException {
    write("t.txt", "\ufeffabc");

    assertThat(textFile("t.txt").read(folders).train()).isEqualTo("\ufeffa");
  }

  @Test
  void aTreeIsReadInTheOrderOfItsPaths() throws IOException {
    Path b = write("src/b/A.java", "3");
    Path a = write("src/a/B.java", "2");
    Path top = write("src/Z.java", "1");
    // 'a-' comes before 'a/' in code units, whatever a file system thinks.
    Path dash = write("src/a-/C.java", "4");
    write("src/a/B.class", "x");
    write("other/A.java", "y");

    assertThat(new SourceTree("src", "**/*.java", HALF).read(folders))
        .isEqualTo(
            new Texts("14", "2", "3", List.of(top, dash, a, b).stream().map(real()).toList()));
  }

  private static UnaryOperator<Path> real() {
    return path -> {
      try {
        return path.toRealPath();
      } catch (IOException missing) {
        throw new UncheckedIOException(missing);
      }
    };
  }

  @Test
  void aGlobChoosesFolders() throws IOException {
    write("core/src/main/java/A.java", "1");
    write("core/src/main/java/p/B.java", "2");
    write("core/src/test/java/T.java", "x");
    write("nlp/src/main/java/C.java", "34");
    write("target/core/src/main/java/A.java", "x");

    Texts texts = new SourceTree(".", "*/src/main/java/**/*.java", HALF).read(folders);

    assertThat(texts.train() + texts.valid() + texts.test()).isEqualTo("1234");
  }

  @Test
  void emptyFilesInATreeAreFine() throws IOException {
    write("src/a.txt", "");
    write("src/b.txt", "abcd");

    assertThat(new SourceTree("src", "*.txt", HALF).read(folders).train()).isEqualTo("ab");
  }

  @Test
  void aBadByteInATreeNamesItsFile() throws IOException {
    write("src/a.txt", "fine\n");
    write("src/p/b.txt", new byte[] {'\n', (byte) 0xFF});

    assertRefused(
        new SourceTree("src", "**/*.txt", HALF),
        "src/p/b.txt, line 2: byte 0xFF is not UTF-8; convert the file to UTF-8");
  }

  @Test
  void aTreeWithoutFilesIsRefused() throws IOException {
    write("src/a.txt", "x");

    assertRefused(
        new SourceTree("src", "**/*.java", HALF), "no file in folder 'src' fits '**/*.java'");
    assertRefused(new SourceTree("src/a.txt", "*", HALF), "'src/a.txt' is not a folder");
    assertRefused(
        new SourceTree("none", "*", HALF),
        "no file 'none' in [" + folder + "]; give its folder with --data DIR or CAROUSEL_DATA");
  }

  @Test
  void aTreeTooSmallToCutIsRefused() throws IOException {
    write("src/a.txt", "");

    assertRefused(
        new SourceTree("src", "*.txt", HALF),
        "'src' with '*.txt' has 0 characters, too few for a split into valid 0.25 and test 0.25 "
            + "with something left to train on");
  }

  @Test
  void whatIsNoGlobIsRefused() {
    for (String glob : List.of("*.{java", "[a", "{a/**/b,c}")) {
      assertThatThrownBy(() -> new SourceTree("src", glob, HALF))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "glob '"
                  + glob
                  + "' is not a pattern; braces and brackets need their other halves, and neither "
                  + "braces nor '**/' may stand within braces");
    }
  }
}
