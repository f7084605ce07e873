package dev.carousel.nlp.text.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import dev.carousel.nlp.text.Corpus;
import dev.carousel.nlp.text.Folder;
import dev.carousel.nlp.text.Folds;
import dev.carousel.nlp.text.Heard;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ParallelSourcesTest {
  private static final ParallelFiles FILES =
      new ParallelFiles(
          new PartPaths("train.de", "valid.de", "test.de", Optional.empty()),
          new PartPaths("train.en", "valid.en", "test.en", Optional.empty()),
          "UTF-8",
          Optional.empty());

  @TempDir private Path temporary;

  private Folder folder;

  @BeforeEach
  void folder() {
    folder = new Folder(temporary);
    for (String side : List.of("de", "en")) {
      folder.write("valid." + side, "v " + side + "\n");
      folder.write("test." + side, "t " + side);
    }
  }

  private void assertRefused(ParallelSource source, String message) {
    assertThatThrownBy(() -> source.read(folder.folders()))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  @Test
  void linesBelongTogether() {
    folder.write("train.de", "eins\r\n\nzwei\n drei \n\n");
    folder.write("train.en", "one\n1\n\n three \n\n");

    try (Heard heard = new Heard()) {
      Corpus<ParallelText> corpus = FILES.read(folder.folders());

      assertThat(corpus.part(Split.TRAIN))
          .containsExactly(
              new ParallelText("eins", "one", new Place("train.de", 1)),
              new ParallelText(" drei ", " three ", new Place("train.de", 4)));
      assertThat(corpus.files())
          .extracting(path -> path.getFileName().toString())
          .containsExactly("train.de", "train.en", "valid.de", "valid.en", "test.de", "test.en");
      assertThat(heard.lines())
          .containsExactly("left out pairs with an empty side: 3, the first at train.de, line 2");
    }
  }

  @Test
  void unequalNumbersOfLinesAreRefused() {
    folder.write("train.de", "eins\nzwei\n");
    folder.write("train.en", "one\ntwo\n\n");
    assertRefused(
        FILES,
        "train.de has 2 lines and train.en has 3; line k of one must be the translation of line k"
            + " of the other");
  }

  private static ParallelLines lines(int source, int target) {
    return new ParallelLines(
        "fra.txt", source, target, new Folds(5, 0, 1), "UTF-8", Optional.empty(), Optional.empty());
  }

  @Test
  void columnsBelongTogether() {
    folder.write(
        "fra.txt", "Go.\tVa !\tby x\nHi.\tSalut !\nRun!\tCours !\nA.\tB.\nC.\t \n\nD.\tE.\n");

    try (Heard heard = new Heard()) {
      Corpus<ParallelText> corpus = lines(2, 1).read(folder.folders());

      assertThat(corpus.parts().values().stream().flatMap(List::stream))
          .hasSize(5)
          .contains(new ParallelText("Va !", "Go.", new Place("fra.txt", 1)));
      assertThat(heard.lines())
          .containsExactly("left out pairs with an empty side: 2, the first at fra.txt, line 5");
    }
    folder.write("fra.txt", "Go.\tVa !\nHi. Salut !\n");
    assertRefused(lines(1, 2), "fra.txt, line 2: expected at least 2 columns between tabs, got 1");
  }

  @Test
  void impossibleColumnsAreRefused() {
    for (int[] columns : new int[][] {{0, 1}, {1, -1}, {2, 2}}) {
      assertThatThrownBy(() -> lines(columns[0], columns[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "source and target must be two different columns, from 1; got %d and %d",
              columns[0], columns[1]);
    }
  }

  @Property(tries = 100)
  void noSourceIsOnBothSides(
      @ForAll @Size(min = 40, max = 80) List<@IntRange(max = 30) Integer> sources)
      throws Exception {
    StringBuilder text = new StringBuilder("a\tb\nc\td\ne\tf\ng\th\ni\tj\n");
    for (int i = 0; i < sources.size(); i++) {
      text.append("s ").append(sources.get(i)).append("\tt ").append(i).append('\n');
    }
    Path made = java.nio.file.Files.createTempDirectory("parallel");
    Folder own = new Folder(made);
    own.write("fra.txt", text.toString());
    Corpus<ParallelText> corpus = lines(1, 2).read(own.folders());
    java.nio.file.Files.delete(made.resolve("fra.txt"));
    java.nio.file.Files.delete(made);

    Set<String> before = new HashSet<>();
    int count = 0;
    for (Split split : Split.values()) {
      Set<String> here = new HashSet<>();
      corpus.part(split).forEach(pair -> here.add(pair.source()));
      assertThat(here).noneMatch(before::contains);
      before.addAll(here);
      count += corpus.part(split).size();
    }
    assertThat(count).isEqualTo(sources.size() + 5);
  }
}
