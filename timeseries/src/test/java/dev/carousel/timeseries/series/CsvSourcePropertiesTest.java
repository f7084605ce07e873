package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotBlank;
import net.jqwik.api.constraints.Size;

class CsvSourcePropertiesTest {
  @Property(tries = 200, seed = "1")
  void readsBackAnyNumbersUnderAnyName(
      @ForAll @NotBlank String name, @ForAll @Size(min = 1, max = 20) List<Double> numbers)
      throws IOException {
    // Spaces around a name do not count, and a lone surrogate cannot be written.
    String column = "x" + name.replaceAll("[\\p{Cs}]", "") + "x";
    StringBuilder text = new StringBuilder("a,\"" + column.replace("\"", "\"\"") + "\"\n");
    numbers.forEach(number -> text.append("-,").append(number).append('\n'));
    CsvSource source = CsvSource.of("s.csv", List.of(column), List.of());
    assertThat(load(source, text.toString()).columns().get(0).values())
        .containsExactly(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  private static Series load(CsvSource source, String text) throws IOException {
    Path folder = Files.createTempDirectory("csv");
    Path file = folder.resolve(source.path());
    try {
      Files.writeString(file, text);
      return source.load(new DataFolders(List.of(folder))).series().get(0);
    } finally {
      Files.deleteIfExists(file);
      Files.delete(folder);
    }
  }
}
