package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.DataFolders;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** A CSV source that a test changes one setting after another of, and files for it to read. */
final class CsvSettings {
  private final List<String> target;
  private List<String> features = List.of();
  private List<String> known = List.of();
  private List<String> statics = List.of();
  private String separator = ",";
  private boolean header = true;
  private OptionalInt rows = OptionalInt.empty();
  private Missing missing = Missing.REFUSE;
  private List<String> missingValues = List.of("", "NA", "N/A", "NaN", "null");
  private TimeColumn time = TimeColumn.NONE;
  private SeriesLayout layout = new SeriesLayout.Rows(Optional.empty());

  private CsvSettings(List<String> target) {
    this.target = target;
  }

  static CsvSettings of(String... target) {
    return new CsvSettings(List.of(target));
  }

  CsvSettings features(String... names) {
    features = List.of(names);
    return this;
  }

  CsvSettings known(String... names) {
    known = List.of(names);
    return this;
  }

  CsvSettings statics(String... names) {
    statics = List.of(names);
    return this;
  }

  CsvSettings separator(String character) {
    separator = character;
    return this;
  }

  CsvSettings withoutHeader() {
    header = false;
    return this;
  }

  CsvSettings rows(int count) {
    rows = OptionalInt.of(count);
    return this;
  }

  CsvSettings missing(String... values) {
    missing = Missing.ALLOW;
    if (values.length > 0) {
      missingValues = List.of(values);
    }
    return this;
  }

  CsvSettings irregular(String column, String format, String zone) {
    time =
        new TimeColumn(
            Optional.of(column), Optional.ofNullable(format), zone, Optional.empty(), Gaps.REFUSE);
    return this;
  }

  CsvSettings regular(String column, String zone, String step, Gaps gaps) {
    time = new TimeColumn(Optional.of(column), Optional.empty(), zone, Optional.of(step), gaps);
    return this;
  }

  CsvSettings layout(SeriesLayout value) {
    layout = value;
    return this;
  }

  CsvSource source() {
    return new CsvSource(
        "s.csv",
        target,
        features,
        known,
        statics,
        separator,
        header,
        rows,
        missing,
        missingValues,
        time,
        layout);
  }

  SeriesSet load(String... lines) {
    return load(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
  }

  SeriesSet load(byte[] bytes) {
    try {
      Path folder = Files.createTempDirectory("csv");
      Path file = folder.resolve("s.csv");
      try {
        Files.write(file, bytes);
        SeriesSet set = source().load(new DataFolders(List.of(folder)));
        assertThat(set.files()).containsExactly(file);
        return set;
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  Series one(String... lines) {
    List<Series> all = load(lines).series();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  void refuses(String message, String... lines) {
    assertThatThrownBy(() -> load(lines))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
  }

  /** The values of one of the columns. */
  static double[] values(Series series, String column) {
    return series.columns().stream()
        .filter(each -> each.name().equals(column))
        .findFirst()
        .orElseThrow()
        .values();
  }

  /** The steps of a regular series in ISO 8601, as instants. */
  static List<String> instants(Series series) {
    return Arrays.stream(series.times().orElseThrow().epochMillis())
        .mapToObj(millis -> Instant.ofEpochMilli(millis).toString())
        .toList();
  }
}
