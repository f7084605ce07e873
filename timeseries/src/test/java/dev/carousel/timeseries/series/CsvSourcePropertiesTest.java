package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.WithNull;

class CsvSourcePropertiesTest {
  @Property(tries = 200, seed = "1")
  void readsBackAnyNumbersUnderAnyName(
      @ForAll @NotBlank String name, @ForAll @Size(min = 1, max = 20) List<Double> numbers)
      throws IOException {
    // Spaces around a name do not count, and a lone surrogate cannot be written.
    String column = "x" + name.replaceAll("[\\p{Cs}]", "") + "x";
    StringBuilder text = new StringBuilder("a,\"" + column.replace("\"", "\"\"") + "\"\n");
    numbers.forEach(number -> text.append("-,").append(number).append('\n'));
    CsvSource source = new CsvSource("s.csv", column, List.of(), ",", Missing.REFUSE);
    assertThat(load(source, text.toString()).target().values())
        .containsExactly(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** What is known of a step never depends on rows below it. */
  @Property(tries = 200, seed = "1")
  void fillsFromThePastAlone(
      @ForAll @Size(min = 1, max = 30) List<@WithNull(0.4) @IntRange(max = 9) Integer> cells,
      @ForAll @IntRange(max = 30) int cut)
      throws IOException {
    CsvSource source = new CsvSource("s.csv", "y", List.of(), ",", Missing.FORWARD);
    int kept = Math.min(cut, cells.size());
    Series.Column whole = load(source, text(cells)).target();
    Series.Column start = load(source, text(cells.subList(0, kept))).target();
    // One more for the first value, which is never missing.
    assertThat(start.values()).containsExactly(Arrays.copyOf(whole.values(), kept + 1));
    assertThat(start.observed()).containsExactly(Arrays.copyOf(whole.observed(), kept + 1));
  }

  private static String text(List<Integer> cells) {
    StringBuilder text = new StringBuilder("y\n7\n");
    cells.forEach(cell -> text.append(cell == null ? "NA" : cell).append('\n'));
    return text.toString();
  }

  private static Series load(CsvSource source, String text) throws IOException {
    Path folder = Files.createTempDirectory("csv");
    Path file = folder.resolve(source.path());
    try {
      Files.writeString(file, text);
      return source.load(new DataFolders(List.of(folder)));
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
