package dev.carousel.timeseries.scale;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The form of a table that is kept as text beside the weights of a model: comma-separated values
 * below a header.
 *
 * @param name what messages call the table
 * @param header what its columns are called
 */
public record KeptTable(String name, List<String> header) {
  /** Copies the list. */
  public KeptTable {
    header = List.copyOf(header);
  }

  /**
   * Writes a table.
   *
   * @param rows each as long as the header
   * @return the text
   */
  public String text(List<List<String>> rows) {
    StringWriter text = new StringWriter();
    // Without a buffer of its own there is nothing to flush or close.
    CsvWriter csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    csv.writeRecord(header);
    rows.forEach(csv::writeRecord);
    return text.toString();
  }

  /**
   * Reads a table.
   *
   * @param text what {@link #text} has written
   * @return the rows, each as long as the header
   * @throws InvalidDataException if it is no such text
   */
  public List<List<String>> rows(String text) {
    List<List<String>> rows;
    try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(text)) {
      rows = reader.stream().map(CsvRecord::getFields).toList();
    } catch (CsvParseException e) {
      throw new InvalidDataException(name + ": not well-formed CSV: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("text in memory cannot be read", e);
    }
    if (rows.isEmpty() || !rows.get(0).equals(header)) {
      throw new InvalidDataException(name + " does not begin with " + String.join(",", header));
    }
    return rows.subList(1, rows.size());
  }
}
