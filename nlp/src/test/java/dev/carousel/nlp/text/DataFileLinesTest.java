package dev.carousel.nlp.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFileLinesTest {
  @TempDir private Path temporary;

  private List<String> lines(byte[] bytes, String encoding) {
    Path path = new Folder(temporary).write("t.txt", bytes);
    return new DataFile("t.txt", encoding, Optional.empty(), Optional.empty())
        .lines(path).stream().map(Line::text).toList();
  }

  private List<String> lines(String text) {
    return lines(text.getBytes(StandardCharsets.UTF_8), "UTF-8");
  }

  @Test
  void onlyALineFeedEndsALine() {
    assertThat(lines("a\u0085b\u2028c\u000bd\fe\rf\ng"))
        .containsExactly("a\u0085b\u2028c\u000bd\fe\rf", "g");
  }

  @Test
  void aCarriageReturnBeforeItIsLeftOut() {
    assertThat(lines("a\r\n\r\nb\r\r\nc\r")).containsExactly("a", "", "b\r", "c");
  }

  @Test
  void aByteOrderMarkIsLeftOutAtTheBeginningAlone() {
    assertThat(lines("\uFEFF1 a\n\uFEFFb\n")).containsExactly("1 a", "\uFEFFb");
    assertThat(lines("a\nb".getBytes(StandardCharsets.UTF_16), "UTF-16")).containsExactly("a", "b");
  }

  @Test
  void emptyLinesHaveTheirNumbers() {
    Path path = new Folder(temporary).write("t.txt", "\n\na\n\n");
    List<Line> lines = new DataFile("t.txt", Optional.empty(), Optional.empty()).lines(path);

    assertThat(lines).hasSize(4);
    assertThat(lines.get(2)).isEqualTo(new Line(new Place("t.txt", 3), "a"));
    try (Heard heard = new Heard()) {
      assertThat(Line.filled(lines)).containsExactly(lines.get(2));
      assertThat(heard.lines())
          .containsExactly("left out empty lines: 3, the first at t.txt, line 1");
    }
  }

  @Test
  void windows1252IsReadAsItIs() {
    // 0x85 is an ellipsis there; as ISO-8859-1 it would be a line end to many readers.
    assertThat(lines(new byte[] {'a', (byte) 0x85, 'b', '\n', (byte) 0xE9}, "windows-1252"))
        .containsExactly("a\u2026b", "é");
  }

  @Test
  void bytesThatAnEncodingLacksAreRefused() {
    assertThatThrownBy(() -> lines(new byte[] {'a', '\n', (byte) 0x81}, "windows-1252"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("t.txt, line 2: byte 0x81 is not windows-1252; is that its encoding?");
    assertThatThrownBy(() -> lines(new byte[] {'a', '\n', 'b', (byte) 0xC3}, "utf-8"))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("t.txt, line 2: byte 0xC3 is not utf-8; convert the file to UTF-8");
  }

  @Test
  void encodingsHaveTheirNames() {
    for (String name : List.of("utf 8", "latin-17")) {
      assertThatThrownBy(() -> new DataFile("t", name, Optional.empty(), Optional.empty()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "there is no encoding '"
                  + name
                  + "'; there are UTF-8, UTF-16, ISO-8859-1, windows-1252 and others");
    }
  }

  @Property(tries = 200)
  void linesJoinedAreTheText(
      @ForAll List<@StringLength(max = 5) @CharRange(from = ' ', to = '\uD7FF') String> lines) {
    String text = lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    if (!text.isEmpty() && !text.startsWith("\uFEFF")) {
      Path path;
      try {
        path = java.nio.file.Files.createTempFile("lines", ".txt");
        java.nio.file.Files.writeString(path, text);
        List<Line> read = new DataFile("t", Optional.empty(), Optional.empty()).lines(path);
        java.nio.file.Files.delete(path);
        assertThat(read.stream().map(Line::text)).containsExactlyElementsOf(lines);
      } catch (java.io.IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  @Test
  void aLongLineIsOneLine() {
    String text = "word ".repeat(20_000);
    assertThat(lines(text + "\n" + text)).containsExactly(text, text);
  }
}
