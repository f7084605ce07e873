package dev.carousel.timeseries.anomaly;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.ScalerCells;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns that a model reads, the targets first, then the past ones, then the known ones, and
 * how they are scaled in each series.
 *
 * @param columns without the marks of anomalies
 * @param series by name, a scale a column
 */
record SignalScales(List<Heading> columns, Map<String, List<Scaler>> series) {
  private static final List<String> HEADER =
      Stream.concat(Stream.of("series", "column", "role"), ScalerCells.NAMES.stream()).toList();

  SignalScales {
    columns = List.copyOf(columns);
    series = Collections.unmodifiableMap(new LinkedHashMap<>(series));
  }

  /**
   * Fits scales to the normal steps of training parts.
   *
   * @param scale says how
   * @param all the series
   * @param columns which of their columns, in the order of a model's
   * @param ends for each series the step after the last of its training part
   * @param anomalous for each series which steps are
   * @throws InvalidDataException if there is nothing to fit to, or a value cannot be scaled so
   */
  static SignalScales fit(
      Scale scale, List<Series> all, List<Heading> columns, int[] ends, boolean[][] anomalous) {
    Map<String, List<Scaler>> fitted = new LinkedHashMap<>();
    all.forEach(each -> fitted.put(each.name(), new ArrayList<>()));
    for (Heading heading : columns) {
      List<Series> single = new ArrayList<>();
      for (int s = 0; s < ends.length; s++) {
        single.add(normal(all.get(s), heading, ends[s], anomalous[s]));
      }
      List<Scaler> scalers = scale.fit(single, 0, ends);
      for (int s = 0; s < ends.length; s++) {
        fitted.get(all.get(s).name()).add(scalers.get(s));
      }
    }
    return new SignalScales(columns, fitted);
  }

  /** One column, in which what is anomalous in the training part is missing. */
  private static Series normal(Series series, Heading heading, int end, boolean[] anomalous) {
    double[] values = column(series, heading.name()).values().clone();
    for (int t = 0; t < end; t++) {
      values[t] = anomalous[t] ? Double.NaN : values[t];
    }
    Column column = new Column(heading.name(), heading.role(), values);
    return new Series(series.name(), Optional.empty(), List.of(column), Map.of(), series.place());
  }

  /** A column of a series by its name. */
  static Column column(Series series, String name) {
    return series.columns().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** How many columns have a role. */
  int count(Role role) {
    return (int) columns.stream().filter(column -> column.role() == role).count();
  }

  /**
   * The scales of a series of a name: what was fitted to it; to the only one; or to all alike.
   *
   * @throws InvalidDataException if scales differ and none is for this name
   */
  List<Scaler> of(String name) {
    List<Scaler> own = series.get(name);
    if (own != null) {
      return own;
    }
    List<List<Scaler>> different = series.values().stream().distinct().toList();
    if (different.size() > 1) {
      throw new InvalidDataException(
          "the model was not trained on a series '%s', and each of its series has a scale of its own%s"
              .formatted(name, Suggestion.ending(name, "known", List.copyOf(series.keySet()))));
    }
    return different.get(0);
  }

  /** All of it, as a table. */
  String text() {
    StringWriter text = new StringWriter();
    // Without a buffer of its own there is nothing to flush or close.
    CsvWriter csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    csv.writeRecord(HEADER);
    series.forEach(
        (name, scalers) -> {
          for (int c = 0; c < scalers.size(); c++) {
            List<String> row = new ArrayList<>();
            row.add(name);
            row.add(columns.get(c).name());
            row.add(columns.get(c).role().name().toLowerCase(Locale.ROOT));
            row.addAll(ScalerCells.of(scalers.get(c)));
            csv.writeRecord(row);
          }
        });
    return text.toString();
  }

  /**
   * Reads what {@link #text} has written.
   *
   * @throws InvalidDataException if it is no such text
   */
  static SignalScales read(String text) {
    List<CsvRecord> rows = rows(text);
    if (rows.size() < 2 || !rows.get(0).getFields().equals(HEADER)) {
      throw new InvalidDataException("the scales are not a header and a row a column");
    }
    Map<String, List<Scaler>> series = new LinkedHashMap<>();
    List<Heading> columns = new ArrayList<>();
    try {
      for (CsvRecord row : rows.subList(1, rows.size())) {
        List<String> cells = row.getFields();
        Scaler scaler = ScalerCells.read(cells.subList(3, cells.size()));
        series.computeIfAbsent(cells.get(0), any -> new ArrayList<>()).add(scaler);
        if (series.size() == 1) {
          Role role = Role.valueOf(cells.get(2).toUpperCase(Locale.ROOT));
          columns.add(new Heading(cells.get(1), role));
        }
      }
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw new InvalidDataException("the scales cannot be read: " + e.getMessage(), e);
    }
    return new SignalScales(columns, series);
  }

  private static List<CsvRecord> rows(String text) {
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text)) {
      return reader.stream().toList();
    } catch (CsvParseException e) {
      throw new InvalidDataException("the scales cannot be read: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot be read", e);
    }
  }
}
