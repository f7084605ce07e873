package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.DataFolders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
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
    CsvSource source = CsvSource.of("s.csv", List.of(column), List.of());
    assertThat(load(source, text.toString()).columns().get(0).values())
        .containsExactly(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /**
   * What is known of a step, and when it is, never depends on rows below it: not with gaps, missing
   * values or a night in which clocks go back.
   */
  @Property(tries = 300, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void rowsBelowChangeNothing(
      @ForAll @Size(min = 1, max = 20) List<@WithNull(0.3) @IntRange(max = 9) Integer> cells,
      @ForAll @Size(value = 20) List<@IntRange(min = 1, max = 3) Integer> steps,
      @ForAll @IntRange(min = 1, max = 20) int cut) {
    List<String> lines = new ArrayList<>(List.of("t,y"));
    ZonedDateTime time = ZonedDateTime.parse("2016-10-29T22:00+02:00[Europe/Berlin]");
    for (int i = 0; i < cells.size(); i++) {
      lines.add(time.toLocalDateTime() + "," + (cells.get(i) == null ? "NA" : cells.get(i)));
      // Of a night that is an hour longer no hour is left out.
      boolean night = time.getHour() < 4 || time.getHour() > 21;
      time = time.plusHours(night ? 1 : steps.get(i));
    }
    CsvSettings settings =
        CsvSettings.of("y").missing().regular("t", "Europe/Berlin", "PT1H", Gaps.MISSING);
    int rows = Math.min(cut, cells.size());
    Series whole = settings.one(lines.toArray(String[]::new));
    Series start = settings.one(lines.subList(0, rows + 1).toArray(String[]::new));
    assertThat(CsvSettings.values(start, "y"))
        .containsExactly(Arrays.copyOf(CsvSettings.values(whole, "y"), start.steps()));
    assertThat(start.times().orElseThrow().epochMillis())
        .containsExactly(Arrays.copyOf(whole.times().orElseThrow().epochMillis(), start.steps()));
    // And every row stands at its time.
    assertThat(whole.times().orElseThrow().at(whole.steps() - 1).toLocalDateTime().toString())
        .isEqualTo(lines.get(lines.size() - 1).split(",")[0]);
    assertThat(whole.steps() - 1)
        .isEqualTo(
            Duration.between(
                    whole.times().orElseThrow().at(0),
                    whole.times().orElseThrow().at(whole.steps() - 1))
                .toHours());
  }

  /** Counting steps between times undoes taking them, over months, leap days and clock changes. */
  @Property(tries = 500, seed = "1")
  void stepsAreCountedAsTheyAreTaken(
      @ForAll("steps") Step step,
      @ForAll("zones") ZoneId zone,
      @ForAll @LongRange(min = -3_000_000_000_000L, max = 3_000_000_000_000L) long start,
      @ForAll @IntRange(max = 2000) int count) {
    long end = step.after(start, zone, count);
    assertThat(step.count(start, zone, end)).isEqualTo(count);
    assertThat(step.count(start, zone, end - 1)).isEqualTo(Math.max(0, count - 1));
    assertThat(step.after(start, zone, count + 1)).isGreaterThan(end);
  }

  @Provide
  Arbitrary<Step> steps() {
    return Arbitraries.of("PT15M", "PT1H", "P1D", "P1W", "P1M", "P3M", "P1Y", "P1M15D")
        .map(Step::parse);
  }

  @Provide
  Arbitrary<ZoneId> zones() {
    return Arbitraries.of("UTC", "Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe")
        .map(ZoneId::of);
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
