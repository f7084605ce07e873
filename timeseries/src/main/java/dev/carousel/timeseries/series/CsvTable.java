package dev.carousel.timeseries.series;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.carousel.data.InvalidDataException;
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
import java.util.List;
import java.util.function.Supplier;

/** The rows of a CSV file; every fault is reported with the line. */
final class CsvTable {
  private final CsvSource source;
  private final Path file;
  private List<CsvRecord> rows;
  private CsvCells cells;

  private CsvTable(CsvSource source, Path file) {
    this.source = source;
    this.file = file;
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
    CsvRecord first = all.get(0);
    table.cells = table.at(first, () -> new CsvCells(source, first));
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
      at(row, () -> cells.complete(row));
    }
  }

  /** Says where a fault is. */
  private <T> T at(CsvRecord row, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidDataException e) {
      throw fault(row.getStartingLineNumber(), e.getMessage());
    }
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
    try (CsvReader<CsvRecord> reader = CsvCells.reader(source, text)) {
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
    while (!rows.isEmpty() && CsvCells.isBlank(rows.get(rows.size() - 1))) {
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
    try {
      return cells.column(key, name);
    } catch (InvalidDataException e) {
      throw new InvalidDataException(
          source.path() + (source.header() ? ", line 1: " : ": ") + e.getMessage(), e);
    }
  }

  /** What a cell says, without the spaces around it. */
  String cell(int row, int column) {
    return CsvCells.cell(rows.get(row), column);
  }

  /** The number in a cell, NaN if it is missing and may be. */
  double number(int row, int column) {
    return at(rows.get(row), () -> cells.number(rows.get(row), column));
  }

  /** The line in the file on which a row begins, from 1 on. */
  long line(int row) {
    return rows.get(row).getStartingLineNumber();
  }

  /** A fault in a cell. */
  InvalidDataException fault(int row, int column, String what) {
    return fault(line(row), cells.fault(rows.get(row), column, what).getMessage());
  }

  private InvalidDataException fault(long line, String what) {
    return new InvalidDataException("%s, line %d: %s".formatted(source.path(), line, what));
  }
}
