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
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** The rows of a CSV file; every fault is reported with the line. */
final class CsvTable {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  private final CsvSource source;
  private final Path file;
  private final Set<String> missing = new HashSet<>();
  private List<CsvRecord> rows;
  private List<String> names;

  private CsvTable(CsvSource source, Path file) {
    this.source = source;
    this.file = file;
    source.missingValues().forEach(text -> missing.add(text.strip().toLowerCase(Locale.ROOT)));
  }

  /**
   * Reads a file.
   *
   * @param source how to read it; its path is what messages call the file
   * @param file where it is
   */
  static CsvTable read(CsvSource source, Path file) {
    CsvTable table = new CsvTable(source, file);
    List<CsvRecord> all = table.rows(table.text());
    table.names = table.names(all.get(0));
    table.rows = table.limited(source.header() ? all.subList(1, all.size()) : all);
    table.requireEqualRows();
    return table;
  }

  private List<CsvRecord> limited(List<CsvRecord> all) {
    if (all.isEmpty()) {
      throw new InvalidDataException(
          source.path() + ": no rows below the header; one row a step is needed");
    }
    int limit = source.rows().orElse(all.size());
    if (limit > all.size()) {
      throw new InvalidDataException(
          "%s: the file has %d rows, not the %d of \"rows\""
              .formatted(source.path(), all.size(), limit));
    }
    return all.subList(0, limit);
  }

  private void requireEqualRows() {
    for (CsvRecord row : rows) {
      if (row.getFieldCount() != names.size()) {
        throw fault(
            row.getStartingLineNumber(),
            "%s, but the %s has %s"
                .formatted(
                    cells(row.getFieldCount()),
                    source.header() ? "header" : "first row",
                    cells(names.size())));
      }
    }
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
          "%s: the file is empty; %sone row a step %s needed"
              .formatted(
                  source.path(),
                  source.header() ? "a header row and " : "",
                  source.header() ? "are" : "is"));
    }
    return rows;
  }

  private static boolean isBlank(CsvRecord row) {
    return row.getFieldCount() == 1 && row.getField(0).isBlank();
  }

  private List<String> names(CsvRecord first) {
    if (!source.header()) {
      return IntStream.rangeClosed(1, first.getFieldCount()).mapToObj(String::valueOf).toList();
    }
    List<String> names = new ArrayList<>();
    for (String cell : first.getFields()) {
      String name = cell.strip();
      if (!name.isEmpty() && names.contains(name)) {
        throw fault(
            first.getStartingLineNumber(),
            "the header names column '%s' twice; rename one".formatted(name));
      }
      names.add(name);
    }
    return names;
  }

  /** The file that was read. */
  Path file() {
    return file;
  }

  /** The number of rows, at least 1. */
  int count() {
    return rows.size();
  }

  /**
   * The index of a column.
   *
   * @param key which key of the source names it
   * @param name what it says
   */
  int column(String key, String name) {
    int index = names.indexOf(name);
    if (index >= 0) {
      return index;
    } else if (!source.header()) {
      throw new InvalidDataException(
          "%s: no column '%s' (\"%s\"); without a header columns are called 1 to %d"
              .formatted(source.path(), name, key, names.size()));
    }
    throw new InvalidDataException(
        "%s, line 1: no column '%s' (\"%s\") in the header%s available: %s"
            .formatted(
                source.path(),
                name,
                key,
                Suggestion.nearest(name, names)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse(";"),
                String.join(", ", names)));
  }

  /** What a cell says, without the spaces around it. */
  String cell(int row, int column) {
    return rows.get(row).getField(column).strip();
  }

  /** The number in a cell, NaN if it is missing and may be. */
  double number(int row, int column) {
    String cell = cell(row, column);
    if (!missing.contains(cell.toLowerCase(Locale.ROOT))) {
      return number(rows.get(row), cell, names.get(column));
    }
    if (source.missing() == Missing.REFUSE) {
      throw fault(
          line(row),
          "'%s' in column '%s' is a missing value; mend the file or set \"missing\" to \"allow\""
              .formatted(cell, names.get(column)));
    }
    return Double.NaN;
  }

  /** The line in the file on which a row begins, from 1 on. */
  long line(int row) {
    return rows.get(row).getStartingLineNumber();
  }

  /** A fault in a cell. */
  InvalidDataException fault(int row, int column, String what) {
    return fault(
        line(row), "'%s' in column '%s' %s".formatted(cell(row, column), names.get(column), what));
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

  private InvalidDataException fault(long line, String what) {
    return new InvalidDataException("%s, line %d: %s".formatted(source.path(), line, what));
  }
}
