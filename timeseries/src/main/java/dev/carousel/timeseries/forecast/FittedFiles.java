package dev.carousel.timeseries.forecast;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.forecast.FittedForecast.FittedSeries;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.ScalerCells;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import dev.carousel.train.Assets;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** What a forecast has fitted, as files beside the weights. Numbers are kept to the last bit. */
final class FittedFiles {
  private static final String SERIES = "series.csv";
  private static final List<String> SERIES_HEADER = List.of("series", "startMillis");
  private static final String SCALES = "scales.csv";
  private static final List<String> SCALES_HEADER =
      Stream.concat(Stream.of("series", "column", "role"), ScalerCells.NAMES.stream()).toList();
  private static final String STATIC = "static";

  private FittedFiles() {}

  /** Writes the files. */
  static Assets write(FittedForecast fitted) {
    List<List<String>> series = new ArrayList<>();
    List<List<String>> scales = new ArrayList<>();
    series.add(SERIES_HEADER);
    scales.add(SCALES_HEADER);
    for (FittedSeries each : fitted.series()) {
      String start = each.start().isPresent() ? String.valueOf(each.start().getAsLong()) : "";
      series.add(List.of(each.name(), start));
      for (int c = 0; c < fitted.headings().size(); c++) {
        Heading heading = fitted.headings().get(c);
        String role = heading.role().name().toLowerCase(Locale.ROOT);
        scales.add(row(each.name(), heading.name(), role, each.scalers().get(c)));
      }
    }
    fitted.statics().forEach((name, scaler) -> scales.add(row("", name, STATIC, scaler)));
    return new Assets(Map.of(SERIES, csv(series), SCALES, csv(scales)));
  }

  private static List<String> row(String series, String column, String role, Scaler scaler) {
    return Stream.concat(Stream.of(series, column, role), ScalerCells.of(scaler).stream()).toList();
  }

  private static String csv(List<List<String>> rows) {
    StringWriter text = new StringWriter();
    // Without a buffer of its own there is nothing to flush or close.
    CsvWriter csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    rows.forEach(csv::writeRecord);
    return text.toString();
  }

  /**
   * Reads the files.
   *
   * @throws InvalidDataException if they hold something else
   */
  static FittedForecast read(Assets assets) {
    Map<String, List<Scaler>> scalers = new LinkedHashMap<>();
    Map<String, Scaler> statics = new LinkedHashMap<>();
    Map<String, Heading> headings = new LinkedHashMap<>();
    List<FittedSeries> series = new ArrayList<>();
    try {
      for (CsvRecord row : rows(assets, SCALES, SCALES_HEADER)) {
        String column = row.getField(1);
        if (row.getField(2).equals(STATIC)) {
          statics.put(column, scaler(row));
          continue;
        }
        Role role = Role.valueOf(row.getField(2).toUpperCase(Locale.ROOT));
        headings.put(column, new Heading(column, role));
        scalers.computeIfAbsent(row.getField(0), any -> new ArrayList<>()).add(scaler(row));
      }
      for (CsvRecord row : rows(assets, SERIES, SERIES_HEADER)) {
        String start = row.getField(1);
        List<Scaler> own = scalers.get(row.getField(0));
        if (own == null || own.size() != headings.size()) {
          throw new IllegalArgumentException(
              "%s has not every column of series '%s'".formatted(SCALES, row.getField(0)));
        }
        series.add(
            new FittedSeries(
                row.getField(0),
                start.isEmpty() ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(start)),
                List.copyOf(own)));
      }
    } catch (IllegalArgumentException | CsvParseException e) {
      throw new InvalidDataException("what was fitted cannot be read: " + e.getMessage(), e);
    }
    if (series.isEmpty()) {
      throw new InvalidDataException("what was fitted cannot be read: there is no series");
    }
    return new FittedForecast(List.copyOf(headings.values()), statics, List.copyOf(series));
  }

  private static List<CsvRecord> rows(Assets assets, String file, List<String> header) {
    List<CsvRecord> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(assets.file(file))) {
      reader.forEach(rows::add);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot be read", e);
    }
    if (rows.isEmpty() || !rows.get(0).getFields().equals(header)) {
      throw new IllegalArgumentException(file + " does not begin with " + String.join(",", header));
    }
    return rows.subList(1, rows.size());
  }

  private static Scaler scaler(CsvRecord row) {
    return ScalerCells.read(row.getFields().subList(3, row.getFieldCount()));
  }
}
