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

/** A CSV file as records; every fault is reported with the line. */
final class CsvFile {
  private final CsvSource source;
  private final Path file;

  /**
   * A file.
   *
   * @param source how to read it; its path is what messages call the file
   * @param file where it is
   */
  CsvFile(CsvSource source, Path file) {
    this.source = source;
    this.file = file;
  }

  /** Says where a fault in a record is. */
  <T> T at(CsvRecord record, Supplier<T> reading) {
    try {
      return reading.get();
    } catch (InvalidDataException e) {
      throw fault(record.getStartingLineNumber(), e.getMessage());
    }
  }

  /**
   * Reads the file.
   *
   * @return the header, if there is one, and the rows, without the blank lines at the end; at least
   *     one
   */
  List<CsvRecord> records() {
    List<CsvRecord> rows = new ArrayList<>();
    try (CsvReader<CsvRecord> reader = CsvCells.reader(source, text())) {
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

  private InvalidDataException fault(long line, String what) {
    return new InvalidDataException("%s, line %d: %s".formatted(source.path(), line, what));
  }
}
