package dev.carousel.experiment.cli;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import dev.carousel.data.InvalidDataException;
import dev.carousel.experiment.json.Json;
import dev.carousel.experiment.json.Values;
import dev.carousel.serve.TableFollower;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options that say which table is followed, and the form of the answers. */
final class TableOption {
  private static final String STANDARD_INPUT = "-";

  @Option(
      names = "--input",
      paramLabel = "FILE|-",
      defaultValue = STANDARD_INPUT,
      description = {
        "The table to read, in the form of the experiment's data,",
        "or - for standard input (the default), of which every row is answered as it comes."
      })
  private String input;

  /** The forms of answers. */
  enum Format {
    CSV,
    JSON
  }

  @Option(
      names = "--format",
      paramLabel = "csv|json",
      defaultValue = "csv",
      description = "A CSV table (the default) or a JSON object a line.")
  private Format format;

  private boolean headed;

  /** Refuses impossible values. */
  void check() {
    if (!isStream() && !Files.isRegularFile(Path.of(input))) {
      throw new InvalidDataException("--input " + input + ": no such file");
    }
  }

  /** Whether rows come one after another. */
  boolean isStream() {
    return input.equals(STANDARD_INPUT);
  }

  /** Prints what a follower says of the table, each row as soon as it can be said. */
  void follow(Session session, TableFollower follower) throws IOException {
    if (isStream()) {
      follow(new Lines(session.in().stream(), "standard input"), session, follower);
    } else {
      try (InputStream file = Files.newInputStream(Path.of(input))) {
        follow(new Lines(file, input), session, follower);
      }
    }
  }

  private void follow(Lines lines, Session session, TableFollower follower) throws IOException {
    for (Optional<Lines.Line> line = lines.next(); line.isPresent(); line = lines.next()) {
      List<Map<String, Object>> rows;
      try {
        rows = follower.read(line.get().text());
      } catch (InvalidDataException e) {
        throw lines.refused(line.get(), e);
      }
      print(session, rows);
    }
    try {
      print(session, follower.end());
    } catch (InvalidDataException e) {
      throw new InvalidDataException(lines.source() + ": " + e.getMessage(), e);
    }
  }

  private void print(Session session, List<Map<String, Object>> rows) throws IOException {
    StringWriter text = new StringWriter();
    // Without a buffer of its own there is nothing to flush or close.
    CsvWriter csv = CsvWriter.builder().bufferSize(0).lineDelimiter(LineDelimiter.LF).build(text);
    for (Map<String, Object> row : rows) {
      if (format == Format.JSON) {
        text.append(Json.line(Values.tree(row))).append('\n');
        continue;
      }
      if (!headed) {
        csv.writeRecord(row.keySet());
        headed = true;
      }
      csv.writeRecord(row.values().stream().map(TableOption::cell).toList());
    }
    if (!rows.isEmpty()) {
      Reply.print(session.out(), text.toString());
    }
  }

  /** A value as text; nothing where there is no finite number. */
  private static String cell(Object value) {
    boolean none = value == null || value instanceof Double number && !Double.isFinite(number);
    return none ? "" : value.toString();
  }
}
