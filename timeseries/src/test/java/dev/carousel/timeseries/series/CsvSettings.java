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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

  /** Reads a file and, line by line, a table, which have the same series. */
  SeriesSet load(String... lines) {
    SeriesSet set = load(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
    if (rows.isEmpty() && areRows(lines)) {
      requireSame(set, lines);
    }
    return set;
  }

  /** Whether every line is a row: none is blank within the table or ends within quotes. */
  private static boolean areRows(String... text) {
    return lines(text).stream()
        .allMatch(line -> !line.isBlank() && line.chars().filter(c -> c == '"').count() % 2 == 0);
  }

  private static List<String> lines(String... text) {
    String whole = String.join("\n", text);
    return List.of((whole.startsWith("\ufeff") ? whole.substring(1) : whole).split("\\R", -1));
  }

  private void requireSame(SeriesSet set, String... lines) {
    TableRows table = new TableRows(source());
    Map<String, List<SeriesRow>> steps = new LinkedHashMap<>();
    for (String line : lines(lines)) {
      for (SeriesRow row : table.read(line)) {
        steps.computeIfAbsent(row.series(), any -> new ArrayList<>()).add(row);
      }
    }
    assertThat(table.headings())
        .isEqualTo(
            set.series().get(0).columns().stream()
                .map(column -> new Heading(column.name(), column.role()))
                .toList());
    assertThat(steps).hasSize(set.series().size());
    for (Series series : set.series()) {
      List<SeriesRow> own = steps.getOrDefault(series.name(), steps.get(""));
      assertThat(own).hasSize(series.steps());
      for (int t = 0; t < series.steps(); t++) {
        int step = t;
        assertThat(own.get(t).values())
            .containsExactly(
                series.columns().stream().mapToDouble(column -> column.values()[step]).toArray());
        assertThat(own.get(t).statics()).isEqualTo(series.statics());
        assertThat(own.get(t).epochMillis())
            .isEqualTo(
                series
                    .times()
                    .map(times -> OptionalLong.of(times.epochMillis()[step]))
                    .orElse(OptionalLong.empty()));
      }
    }
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

  /** A file is refused, and a table at the same line if that is said. */
  void refuses(String message, String... lines) {
    assertThatThrownBy(() -> load(String.join("\n", lines).getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(message);
    Matcher place = Pattern.compile("s\\.csv, line (\\d+): (.*)").matcher(message);
    if (place.matches() && rows.isEmpty() && areRows(lines)) {
      TableRows table = new TableRows(source());
      int line = Integer.parseInt(place.group(1));
      List<String> all = lines(lines);
      all.subList(0, line - 1).forEach(table::read);
      assertThatThrownBy(() -> table.read(all.get(line - 1)))
          .isInstanceOf(InvalidDataException.class)
          .hasMessage(place.group(2));
    }
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
