package dev.carousel.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Explanation;
import dev.carousel.cells.lstm.Lstm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The guide to writing a cell shows the very files that are compiled and tested here. */
class DocumentsTest {
  private static final Path EXAMPLES = Path.of("").toAbsolutePath();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "src/main/java/dev/carousel/examples/LeakyRnn.java",
        "src/main/java/dev/carousel/examples/LeakyModule.java",
        "src/test/java/dev/carousel/examples/LeakyRnnTest.java"
      })
  void guideShowsTheFiles(String file) throws IOException {
    String guide = Files.readString(EXAMPLES.resolve("../docs/write-a-cell.md"));

    assertThat(guide).contains(Files.readString(EXAMPLES.resolve(file)).strip());
  }

  /**
   * Cell, Guice module and contract test together, without package and import lines, comments and
   * blank lines.
   */
  @Test
  void customCellTakesAtMostFortyLines() throws IOException {
    List<String> files =
        List.of(
            "src/main/java/dev/carousel/examples/LeakyRnn.java",
            "src/main/java/dev/carousel/examples/LeakyModule.java",
            "src/test/java/dev/carousel/examples/LeakyRnnTest.java");
    long lines = 0;
    for (String file : files) {
      lines +=
          Files.readAllLines(EXAMPLES.resolve(file)).stream()
              .map(String::strip)
              .filter(line -> !line.isEmpty() && !line.matches("(package|import|/\\*|//).*"))
              .count();
    }

    assertThat(lines).isLessThanOrEqualTo(40);
  }

  /** The README shows what explain prints for the LSTM, as far as its list of parameters. */
  @Test
  void readmeShowsTheDerivedEquations() throws IOException {
    String explained = new Explanation(new Lstm(32, 1).equations(), 10).text();
    String shown = explained.substring(0, explained.indexOf("\n  W_i"));

    assertThat(Files.readString(EXAMPLES.resolve("../README.md"))).contains(shown);
  }
}
