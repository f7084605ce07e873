package dev.carousel.nlp.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.nlp.text.Folder;
import dev.carousel.nlp.text.Heard;
import dev.carousel.nlp.text.Line;
import dev.carousel.nlp.token.Vocabulary;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.train.Signature;
import dev.carousel.train.TokenVectors;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordVectorsTest {
  // 0 <unk>, 1 cat, 2 dog, 3 the
  private static final Vocabulary WORDS =
      Vocabulary.of(Stream.of("the", "cat", "dog"), List.of(), VocabularyLimits.NONE);

  @TempDir private Path temporary;

  private TokenVectors read(String text) {
    Folder folder = new Folder(temporary);
    folder.write("v.txt", text);
    return tokens(folder).vectors().orElseThrow();
  }

  private static Signature.Tokens tokens(Folder folder) {
    WordVectors file = new WordVectors("v.txt", Optional.empty(), Optional.empty());
    return WordVectors.tokens(Optional.of(file), folder.folders(), WORDS);
  }

  private void assertRefused(String text, String message) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "the 0.5 -1.25\nhouse 9 9\ncat 1e-3 7",
        "3 2\nthe 0.5 -1.25\nhouse 9 9\ncat 1e-3 7\n",
        "3 2\r\nthe 0.5 -1.25 \r\nhouse 9 9 \r\ncat 1e-3 7 \r\n",
        "\uFEFFthe 0.5 -1.25\n. . . 1 1\nat name@domain.com 2 2\nhouse x y\ncat 1e-3 7\n"
      })
  void theFormsThatAreCommonAreRead(String text) {
    TokenVectors vectors = read(text);

    assertThat(vectors.width()).isEqualTo(2);
    assertThat(vectors.byId().keySet()).containsExactlyInAnyOrder(1, 3);
    assertThat(vectors.byId().get(3)).containsExactly(0.5f, -1.25f);
    assertThat(vectors.byId().get(1)).containsExactly(0.001f, 7);
    assertThat(vectors.file()).hasFileName("v.txt");
  }

  @Test
  void howManyTokensHaveAVectorIsLogged() {
    try (Heard heard = new Heard()) {
      read("the 1 2\ncat 1 2\nthe 3 4\ncat 5 6\n");
      assertThat(heard.lines())
          .containsExactly(
              "left out vectors of words that had one before: 2, the first at v.txt, line 3",
              "2 of 4 tokens of the vocabulary have a vector in 'v.txt'");
    }
  }

  @Test
  void ofTwoVectorsTheFirstIsKept() {
    try (Heard heard = new Heard()) {
      assertThat(read("the 1 2\nthe 3 4\n").byId().get(3)).containsExactly(1, 2);
      assertThat(heard.lines()).hasSize(2);
    }
  }

  @Test
  void linesThatAreNoVectorsAreRefused() {
    assertRefused(
        "cat 1 2\ndog 1\n",
        "v.txt, line 2: a word and 2 numbers are expected, with a space before each; got 'dog 1'");
    assertRefused(
        "cat 1 2\n\n",
        "v.txt, line 2: a word and 2 numbers are expected, with a space before each; got ''");
    assertRefused(
        "cat\n",
        "v.txt, line 1: a word and its numbers are expected, with a space before each; got 'cat'");
    assertRefused("2 0\n", "v.txt, line 1: vectors need at least one number");
    assertRefused("cat 1 two\n", "v.txt, line 1: 'two' in the vector of 'cat' is not a number");
    assertRefused(
        "cat 1 NaN\n", "v.txt, line 1: 'NaN' in the vector of 'cat' is not a finite number");
  }

  @Test
  void filesThatAreNotWholeAreRefused() {
    assertRefused(
        "3 2\ncat 1 2\ndog 1 2\n", "v.txt has 2 words, but its first line says 3; is it whole?");
    assertRefused("", "'v.txt' is empty; there is no text to learn from");
    new Folder(temporary)
        .write("v.txt", "cat 1 2\nd\u00f6g 1 2".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> tokens(new Folder(temporary)))
        .hasMessage("v.txt, line 2: byte 0xF6 is not UTF-8; convert the file to UTF-8");
  }

  @Test
  void aFileWithoutAnyOfTheWordsIsRefused() {
    assertRefused(
        "Cat 1 2\nDog 3 4\n",
        "none of the 4 tokens of the vocabulary has a vector in 'v.txt'; are its words cut in the"
            + " same way, and are their capitals the same?");
  }

  @Test
  void anotherFileThanTheOneMeantIsRefused() {
    new Folder(temporary).write("v.txt", "cat 1 2\n");
    String digest = "0".repeat(64);
    WordVectors meant = new WordVectors("v.txt", Optional.of("these vectors"), Optional.of(digest));

    assertThatThrownBy(
            () -> WordVectors.tokens(Optional.of(meant), new Folder(temporary).folders(), WORDS))
        .hasMessageStartingWith(
            "'v.txt' is not the file that is meant (these vectors): its SHA-256")
        .hasMessageEndingWith(
            " is 3a0471cde4c89cbf32ea90390a9d14459d3838ef8907bbe93a76baef67d45b1d,"
                + " the experiment wants "
                + digest);
  }

  @Test
  void withoutAFileNothingIsKnown() {
    Signature.Tokens tokens =
        WordVectors.tokens(Optional.empty(), new Folder(temporary).folders(), WORDS);

    assertThat(tokens).isEqualTo(new Signature.Tokens(4));
    Path data = Path.of("data.txt");
    assertThat(WordVectors.files(List.of(data), tokens)).containsExactly(data);
    new Folder(temporary).write("v.txt", "cat 1 2\n");
    Signature.Tokens known = tokens(new Folder(temporary));
    assertThat(WordVectors.files(List.of(data), known, known))
        .containsExactly(data, temporary.resolve("v.txt"));
  }

  @Property(tries = 100)
  void whatIsWrittenIsRead(
      @ForAll @Size(value = 4) List<@Size(value = 3) List<Float>> rows, @ForAll boolean header) {
    Map<Integer, float[]> written = new HashMap<>();
    for (int id = 0; id < 4; id++) {
      written.put(id, new float[] {rows.get(id).get(0), rows.get(id).get(1), rows.get(id).get(2)});
    }
    String text =
        (header ? "4 3\n" : "")
            + written.entrySet().stream()
                .map(
                    entry ->
                        WORDS.token(entry.getKey())
                            + String.format(
                                Locale.ROOT,
                                " %s %s %s",
                                entry.getValue()[0],
                                entry.getValue()[1],
                                entry.getValue()[2]))
                .collect(Collectors.joining("\n"));
    VectorLines lines = new VectorLines("v.txt", WORDS);
    text.lines().map(line -> new Line(new Place("v.txt", 1), line)).forEach(lines);
    Map<Integer, float[]> read = lines.vectors(Path.of("v.txt")).byId();
    assertThat(read).hasSameSizeAs(written);
    written.forEach((id, vector) -> assertThat(read.get(id)).containsExactly(vector));
  }
}
