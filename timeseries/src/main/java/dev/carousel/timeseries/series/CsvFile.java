package dev.carousel.timeseries.series;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** One CSV file on its way to a series; every fault is reported with the line. */
final class CsvFile {
  /** In lower case. */
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "null");

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  private final CsvSource source;
  private final Path file;

  /**
   * A file to read.
   *
   * @param source which columns to read and how; its path is what messages call the file
   * @param file where it is
   */
  CsvFile(CsvSource source, Path file) {
    this.source = source;
    this.file = file;
  }

  /** Reads the file. */
  Series series() {
    List<CsvRecord> rows = rows(text());
    CsvRecord header = rows.get(0);
    List<String> names = names(header);
    if (rows.size() == 1) {
      throw new InvalidDataException(
          source.path() + ": no rows below the header; one row a step is needed");
    }
    for (CsvRecord row : rows) {
      if (row.getFieldCount() != names.size()) {
        throw fault(
            row.getStartingLineNumber(),
            "%s, but the header has %s".formatted(cells(row.getFieldCount()), cells(names.size())));
      }
    }
    List<Series.Column> columns = new ArrayList<>();
    columns.add(column(rows, names, "target", source.target()));
    for (String feature : source.features()) {
      columns.add(column(rows, names, "features", feature));
    }
    long[] lines = rows.stream().skip(1).mapToLong(row -> row.getStartingLineNumber()).toArray();
    return new Series(source.path(), columns, step -> place(lines[step]), List.of(file));
  }

  private static String cells(int count) {
    return count == 1 ? "1 cell" : count + " cells";
  }

  private String text() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidDataException("cannot read '%s': %s".formatted(source.path(), reason(e)), e);
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes);
    CharBuffer out = CharBuffer.allocate(bytes.length);
    if (decoder.decode(in, out, true).isError()) {
      throw fault(
          lineOf(bytes, in.position()),
          "byte 0x%02X is not UTF-8; save the file as UTF-8"
              .formatted(bytes[in.position()] & 0xFF));
    }
    String text = out.flip().toString();
    // Some spreadsheets mark UTF-8 with a byte order mark, which is no part of the first name.
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private String reason(IOException e) {
    if (Files.isDirectory(file)) {
      return "it is a folder";
    }
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    return e instanceof NoSuchFileException ? "no such file" : e.getMessage();
  }

  private static long lineOf(byte[] bytes, int position) {
    long line = 1;
    for (int i = 0; i < position; i++) {
      if (bytes[i] == '\n' || bytes[i] == '\r' && bytes[i + 1] != '\n') {
        line++;
      }
    }
    return line;
  }

  /** The header and the rows, without the blank lines at the end. */
  private List<CsvRecord> rows(String text) {
    List<CsvRecord> rows = new ArrayList<>();
    // Cells are counted and blank lines judged here, where the message can name the file.
    try (CsvReader<CsvRecord> reader =
        CsvReader.builder()
            .fieldSeparator(source.separator().charAt(0))
            .skipEmptyLines(false)
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
            .allowUnclosedQuote(false)
            .ofCsvRecord(text)) {
      for (CsvRecord row : reader) {
        rows.add(row);
      }
    } catch (CsvParseException e) {
      throw new InvalidDataException(
          "%s: not well-formed CSV: %s".formatted(source.path(), e.getMessage()), e);
    } catch (IOException e) {
      throw new InvalidDataException(
          "cannot read '%s': %s".formatted(source.path(), e.getMessage()), e);
    }
    while (!rows.isEmpty() && isBlank(rows.get(rows.size() - 1))) {
      rows.remove(rows.size() - 1);
    }
    if (rows.isEmpty()) {
      throw new InvalidDataException(
          source.path() + ": the file is empty; a header row and one row a step are needed");
    }
    return rows;
  }

  private static boolean isBlank(CsvRecord row) {
    return row.getFieldCount() == 1 && row.getField(0).isBlank();
  }

  private List<String> names(CsvRecord header) {
    List<String> names = new ArrayList<>();
    for (String cell : header.getFields()) {
      String name = cell.strip();
      if (!name.isEmpty() && names.contains(name)) {
        throw fault(
            header.getStartingLineNumber(),
            "the header names column '%s' twice; rename one".formatted(name));
      }
      names.add(name);
    }
    return names;
  }

  private Series.Column column(List<CsvRecord> rows, List<String> names, String key, String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw fault(
          rows.get(0).getStartingLineNumber(),
          "no column '%s' (\"%s\") in the header%s available: %s"
              .formatted(
                  name,
                  key,
                  Suggestion.nearest(name, names)
                      .map(near -> "; did you mean '" + near + "'?")
                      .orElse(";"),
                  String.join(", ", names)));
    }
    double[] values = new double[rows.size() - 1];
    boolean[] observed = new boolean[values.length];
    Arrays.fill(observed, true);
    for (int step = 0; step < values.length; step++) {
      CsvRecord row = rows.get(step + 1);
      String cell = row.getField(index).strip();
      if (!MISSING.contains(cell.toLowerCase(Locale.ROOT))) {
        values[step] = number(row, cell, name);
        continue;
      }
      if (source.missing() == Missing.REFUSE) {
        throw fault(
            row.getStartingLineNumber(),
            ("'%s' in column '%s' is a missing value; mend the file or set \"missing\" to "
                    + "\"forward\"")
                .formatted(cell, name));
      }
      if (step == 0) {
        throw fault(
            row.getStartingLineNumber(),
            ("'%s' in column '%s' is a missing value with none before it to fill it with; "
                    + "start the series later")
                .formatted(cell, name));
      }
      values[step] = values[step - 1];
      observed[step] = false;
    }
    return new Series.Column(name, values, observed);
  }

  private double number(CsvRecord row, String cell, String column) {
    boolean isNumber = NUMBER.matcher(cell).matches();
    double value = isNumber ? Double.parseDouble(cell) : Double.NaN;
    if (Double.isInfinite(value) || INFINITY.matcher(cell).matches()) {
      throw fault(
          row.getStartingLineNumber(),
          "'%s' in column '%s' is infinite; every value must be finite".formatted(cell, column));
    }
    if (!isNumber) {
      throw fault(
          row.getStartingLineNumber(),
          "'%s' in column '%s' is not a number".formatted(cell, column));
    }
    return value;
  }

  private String place(long line) {
    return source.path() + ", line " + line;
  }

  private InvalidDataException fault(long line, String what) {
    return new InvalidDataException(place(line) + ": " + what);
  }
}
