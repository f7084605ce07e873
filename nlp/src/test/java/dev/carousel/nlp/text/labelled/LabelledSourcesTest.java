package dev.carousel.nlp.text.labelled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.Folder;
import dev.carousel.nlp.text.Folds;
import dev.carousel.nlp.text.Heard;
import dev.carousel.nlp.text.labelled.ClassFiles.ClassFile;
import dev.carousel.train.Split;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelledSourcesTest {
  @TempDir private Path temporary;

  private Folder folder;

  @BeforeEach
  void folder() {
    folder = new Folder(temporary);
    folder.write("valid", "1 fine\n0 dull\n");
    folder.write("test", "0 bad\n");
  }

  private void assertRefused(LabelledSource source, String message) {
    assertThatThrownBy(() -> source.read(folder.folders()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void aLineIsALabelAndAText() {
    Path train = folder.write("train", "1 so  good \r\n\n0\tso bad\n  \n1 ok");

    try (Heard heard = new Heard()) {
      Corpus<LabelledText> corpus =
          new LabelledLines("train", "valid", "test").read(folder.folders());

      assertThat(corpus.part(Split.TRAIN))
          .containsExactly(
              new LabelledText("1", "so  good ", new Place("train", 1)),
              new LabelledText("0", "so bad", new Place("train", 3)),
              new LabelledText("1", "ok", new Place("train", 5)));
      assertThat(corpus.part(Split.VALID)).hasSize(2);
      assertThat(corpus.files())
          .containsExactly(train, temporary.resolve("valid"), temporary.resolve("test"));
      assertThat(heard.lines())
          .containsExactly("left out empty lines: 2, the first at train, line 2");
    }
  }

  @Test
  void linesInAnotherFormAreRefused() {
    LabelledLines source = new LabelledLines("train", "valid", "test");
    folder.write("train", "1 good\n0\n");
    assertRefused(source, "train, line 2: there is no text after the label '0'");
    folder.write("train", "1 good\n0  \n");
    assertRefused(source, "train, line 2: there is no text after the label '0'");
    folder.write("train", "1 good\n so\n");
    assertRefused(
        source,
        "train, line 2: the line begins with a space; expected a label, a space and a text");
    folder.write("train", "\n\n");
    assertRefused(source, "the train part is empty; each part needs at least one example");
    folder.write("train", "");
    assertRefused(source, "'train' is empty; there is no text to learn from");
  }

  private static LabelledJsonLines json() {
    return new LabelledJsonLines(
        "t.jsonl", "t.jsonl", "t.jsonl", "text", "label", Optional.empty(), Optional.empty());
  }

  @Test
  void aLineIsAnObject() {
    folder.write(
        "t.jsonl",
        "{\"text\": \"a\\nb\", \"label\": 1, \"id\": {}}\n\n{\"label\":\"x\",\"text\":\"\u05e9\"}");

    assertThat(json().read(folder.folders()).part(Split.TEST))
        .containsExactly(
            new LabelledText("1", "a\nb", new Place("t.jsonl", 1)),
            new LabelledText("x", "\u05e9", new Place("t.jsonl", 3)));
  }

  @Test
  void objectsInAnotherFormAreRefused() {
    Map<String, String> cases = new LinkedHashMap<>();
    cases.put("{\"txt\": \"a\"}", "there is no key 'text'; did you mean 'txt'? it has: txt");
    cases.put("{\"text\": [], \"label\": 1}", "expected a text under 'text', got a list");
    cases.put("{\"text\": \"a\", \"label\": null}", "expected a text under 'label', got null");
    cases.put("{\"text\": \" \", \"label\": 1}", "the text under 'text' is empty");
    cases.put("[1]", "expected a JSON object, got a list");
    cases.forEach(
        (line, message) -> {
          folder.write("t.jsonl", "{\"text\": \"a\", \"label\": 1}\n" + line);
          assertRefused(json(), "t.jsonl, line 2: " + message);
        });
    for (String line : List.of("{", "{\"text\": 1, \"text\": 2}", "{} {}", "{\"text\": tru}")) {
      folder.write("t.jsonl", "{\"text\": \"a\", \"label\": 1}\n" + line);
      assertThatThrownBy(() -> json().read(folder.folders()))
          .isInstanceOf(InvalidDataException.class)
          .hasMessageMatching("t\\.jsonl, line 2, column \\d+: [^\n]+");
    }
  }

  private static ClassFiles classFiles(int fold, String encoding) {
    Map<String, ClassFile> classes = new LinkedHashMap<>();
    classes.put("neg", new ClassFile("neg.txt", Optional.empty()));
    classes.put("pos", new ClassFile("pos.txt", Optional.empty()));
    return new ClassFiles(classes, new Folds(5, fold, 3), encoding, Optional.empty());
  }

  @Test
  void classesAreFilesAndSplitAlike() {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      lines.append("text\u0085 ").append(i).append("\r\n");
    }
    byte[] bytes =
        lines.toString().replace('\u0085', '\u2026').getBytes(Charset.forName("windows-1252"));
    folder.write("neg.txt", bytes);
    folder.write(
        "pos.txt",
        lines
            .toString()
            .replace("text", "other")
            .replace('\u0085', 'é')
            .getBytes(Charset.forName("windows-1252")));

    for (int fold = 0; fold < 5; fold++) {
      Corpus<LabelledText> corpus = classFiles(fold, "windows-1252").read(folder.folders());
      assertThat(corpus.part(Split.TRAIN)).hasSize(60);
      for (Split split : List.of(Split.VALID, Split.TEST)) {
        assertThat(corpus.part(split)).hasSize(20);
        assertThat(corpus.part(split)).filteredOn(text -> text.label().equals("pos")).hasSize(10);
      }
      assertThat(corpus.part(Split.TRAIN).get(0).text()).startsWith("text\u2026 ");
      assertThat(corpus.files()).hasSize(2);
    }
  }

  @Test
  void equalTextsAreInOnePart() {
    folder.write("neg.txt", "a\nb\na\nc\nd\na\ne\nf\ng\n");
    folder.write("pos.txt", "a\nb\nx\ny\nz\nx\nv\nw\n");
    for (int fold = 0; fold < 5; fold++) {
      Corpus<LabelledText> corpus = classFiles(fold, "UTF-8").read(folder.folders());
      Map<String, Split> seen = new HashMap<>();
      int count = 0;
      for (Split split : Split.values()) {
        for (LabelledText text : corpus.part(split)) {
          assertThat(seen.putIfAbsent(text.text(), split)).isIn(null, split);
          count++;
        }
      }
      assertThat(count).isEqualTo(17);
    }
  }

  @Test
  void oneClassIsNone() {
    Map<String, ClassFile> one = Map.of("neg", new ClassFile("neg.txt", Optional.empty()));
    assertThatThrownBy(() -> new ClassFiles(one, new Folds(5, 0, 1), "UTF-8", Optional.empty()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("classes must give the files of at least two labels, got [neg]");
  }
}
