package dev.carousel.nlp.text.tagged;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.nlp.text.Folder;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaggedColumnsTest {
  @TempDir private Path temporary;

  private List<TaggedSentence> sentences(String text, int token, int tag) {
    Folder folder = new Folder(temporary);
    folder.write("t", text);
    return new TaggedColumns("t", "t", "t", token, tag, "UTF-8", Optional.empty(), Optional.empty())
        .read(folder.folders())
        .part(Split.TEST);
  }

  @Test
  void emptyLinesStandBetweenSentences() {
    assertThat(sentences("\n\nEU NNP\r\nrejects VBZ\n\u00a0\n\n. .\n", 1, 2))
        .containsExactly(
            new TaggedSentence(
                List.of("EU", "rejects"),
                List.of("NNP", "VBZ"),
                List.of(new Place("t", 3), new Place("t", 4))),
            new TaggedSentence(List.of("."), List.of("."), List.of(new Place("t", 7))));
  }

  @Test
  void columnsAreChosen() {
    assertThat(sentences("1\tEU NNP  B-NP B-ORG", 2, 5))
        .containsExactly(
            new TaggedSentence(List.of("EU"), List.of("B-ORG"), List.of(new Place("t", 1))));
    for (int[] columns : new int[][] {{0, 1}, {3, 3}}) {
      assertThatThrownBy(() -> sentences("a b", columns[0], columns[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "token and tag must be two different columns, from 1; got %d and %d",
              columns[0], columns[1]);
    }
  }

  @Test
  void linesInAnotherFormAreRefused() {
    assertThatThrownBy(() -> sentences("a b\nc\n", 1, 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("t, line 2: expected at least 2 columns between white space, got 1");
    assertThatThrownBy(() -> sentences("a b\n c d\n", 1, 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("t, line 2: the line begins with white space; expected a token");
    assertThatThrownBy(() -> sentences("\n\n", 1, 2))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage("the train part is empty; each part needs at least one example");
  }
}
