package dev.carousel.timeseries.forecast;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.ScalerCells;
import dev.carousel.timeseries.scale.SeriesScales;
import dev.carousel.train.Assets;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What a forecast has fitted, as files beside the weights. Numbers are kept to the last bit. */
final class FittedFiles {
  private static final String SCALES = "scales.csv";
  private static final String STATICS = "statics.csv";
  private static final List<String> STATICS_HEADER =
      Stream.concat(Stream.of("static"), ScalerCells.NAMES.stream()).toList();
  private static final String STARTS = "starts.csv";
  private static final List<String> STARTS_HEADER = List.of("series", "startMillis");

  private FittedFiles() {}

  /** Writes the files. */
  static Assets write(FittedForecast fitted) {
    List<List<String>> statics = new ArrayList<>(List.of(STATICS_HEADER));
    fitted
        .statics()
        .forEach(
            (name, scaler) ->
                statics.add(
                    Stream.concat(Stream.of(name), ScalerCells.of(scaler).stream()).toList()));
    List<List<String>> starts = new ArrayList<>(List.of(STARTS_HEADER));
    fitted.starts().forEach((name, millis) -> starts.add(List.of(name, millis.toString())));
    return new Assets(
        Map.of(SCALES, fitted.scales().text(), STATICS, csv(statics), STARTS, csv(starts)));
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
    Map<String, Scaler> statics = new LinkedHashMap<>();
    Map<String, Long> starts = new LinkedHashMap<>();
    try {
      for (CsvRecord row : rows(assets, STATICS, STATICS_HEADER)) {
        statics.put(
            row.getField(0), ScalerCells.read(row.getFields().subList(1, row.getFieldCount())));
      }
      for (CsvRecord row : rows(assets, STARTS, STARTS_HEADER)) {
        starts.put(row.getField(0), Long.valueOf(row.getField(1)));
      }
    } catch (IllegalArgumentException | CsvParseException e) {
      throw new InvalidDataException("what was fitted cannot be read: " + e.getMessage(), e);
    }
    return new FittedForecast(SeriesScales.read(assets.file(SCALES)), statics, starts);
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
}
