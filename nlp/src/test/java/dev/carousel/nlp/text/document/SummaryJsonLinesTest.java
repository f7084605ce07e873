package dev.carousel.nlp.text.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.nlp.text.Folder;
import dev.carousel.nlp.text.Heard;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryJsonLinesTest {
  @TempDir private Path temporary;

  private List<Document> documents(String text) {
    Folder folder = new Folder(temporary);
    folder.write("t", text);
    return new SummaryJsonLines(
            "t", "t", "t", "source", "target", Optional.empty(), Optional.empty())
        .read(folder.folders())
        .part(Split.VALID);
  }

  @Test
  void aLineIsADocument() {
    try (Heard heard = new Heard()) {
      assertThat(
              documents(
                  "{\"source\": [\"A b.\", \" \", \"C.\"], \"target\": [\"b\", \"c\"], \"id\": 1}\n\n"
                      + "{\"source\": \"A.\", \"target\": \"a\"}"))
          .containsExactly(
              new Document(List.of("A b.", "C."), List.of("b", "c")),
              new Document(List.of("A."), List.of("a")));
      // Once for each part, all of which are this file.
      assertThat(heard.lines())
          .containsOnly("left out empty lines, sentences and summaries: 2, the first at t, line 1");
    }
  }

  @Test
  void linesInAnotherFormAreRefused() {
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put(
        "{\"source\": [], \"target\": [\"a\"]}",
        "t, line 1: there are no sentences under 'source'");
    cases.put(
        "{\"source\": [\"a\"], \"target\": \" \"}",
        "t, line 1: there are no summaries under 'target'");
    cases.put(
        "{\"source\": [\"a\", 1], \"target\": \"a\"}",
        "t, line 1: expected a list of texts under 'source', it has a number");
    cases.put(
        "{\"source\": {}, \"target\": \"a\"}",
        "t, line 1: expected a list of texts under 'source', got an object");
    cases.put("{\"source\": [\"a\"]}", "t, line 1: there is no key 'target'; it has: source");
    cases.forEach(
        (text, message) ->
            assertThatThrownBy(() -> documents(text))
                .isInstanceOf(InvalidDataException.class)
                .hasMessage(message));
  }
}
