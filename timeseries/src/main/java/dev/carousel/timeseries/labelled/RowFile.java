package dev.carousel.timeseries.labelled;

import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Place;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** One file of labelled rows; every fault is reported with the line. */
final class RowFile {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  private final LabelledRows form;
  private final LabelledRows.Lines lines;
  private final Path file;

  /**
   * A file to read.
   *
   * @param form how lines look
   * @param lines which of them, and what messages call the file
   * @param file where it is
   */
  RowFile(LabelledRows form, LabelledRows.Lines lines, Path file) {
    this.form = form;
    this.lines = lines;
    this.file = file;
  }

  List<LabelledSequence> sequences() {
    List<String> all = text();
    int to = lines.to().orElse(all.size());
    if (lines.from() > all.size() || to > all.size()) {
      throw new InvalidDataException(
          "%s: there is no line %d; the file has %d"
              .formatted(lines.path(), Math.max(lines.from(), to), all.size()));
    }
    List<LabelledSequence> sequences = new ArrayList<>();
    for (int line = lines.from(); line <= to; line++) {
      sequences.add(sequence(all.get(line - 1), place(line)));
    }
    return sequences;
  }

  private Place place(int line) {
    return new Place(lines.path(), line);
  }

  /** The lines, without blank ones at the end. */
  private List<String> text() {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new InvalidDataException("cannot read '%s': %s".formatted(lines.path(), e), e);
    }
    List<String> text = new ArrayList<>();
    int begin = 0;
    for (int i = 0; i <= bytes.length; i++) {
      if (i == bytes.length || bytes[i] == '\n') {
        text.add(decoded(bytes, begin, i, place(text.size() + 1)));
        begin = i + 1;
      }
    }
    // Some spreadsheets mark UTF-8 with a byte order mark, which is no part of the first cell.
    if (text.get(0).startsWith("\uFEFF")) {
      text.set(0, text.get(0).substring(1));
    }
    while (!text.isEmpty() && text.get(text.size() - 1).isBlank()) {
      text.remove(text.size() - 1);
    }
    if (text.isEmpty()) {
      throw new InvalidDataException(
          lines.path() + ": the file is empty; one sequence a line is needed");
    }
    return text;
  }

  private static String decoded(byte[] bytes, int from, int to, Place place) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, to - from))
          .toString();
    } catch (CharacterCodingException e) {
      throw place.refusal("the line is not UTF-8; save the file as UTF-8");
    }
  }

  private LabelledSequence sequence(String line, Place place) {
    if (line.isBlank()) {
      throw place.refusal("the line is blank; remove it");
    }
    List<String> cells = cells(line);
    boolean first = form.label() == LabelledRows.LabelCell.FIRST;
    String label = cells.get(first ? 0 : cells.size() - 1);
    if (isMissing(label)) {
      throw place.refusal(
          "the label, the line's %s cell, is missing".formatted(first ? "first" : "last"));
    }
    // Cells are counted from 1.
    int before = first ? 2 : 1;
    List<String> given =
        first ? cells.subList(1, cells.size()) : cells.subList(0, cells.size() - 1);
    double[] values = new double[given.size()];
    int length = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = isMissing(given.get(i)) ? Double.NaN : number(given.get(i), i + before, place);
      length = Double.isNaN(values[i]) ? length : i + 1;
    }
    if (length == 0) {
      throw place.refusal(
          values.length == 0
              ? "there is a label, '%s', but no value; is the separator right?".formatted(label)
              : "every value is missing");
    }
    return new LabelledSequence(
        label(label), new Measurements(1, Arrays.copyOf(values, length), Optional.empty()), place);
  }

  private List<String> cells(String line) {
    String[] cells =
        form.separator().isBlank() && !form.separator().equals("\t")
            ? line.strip().split("\\s+")
            : line.split(Pattern.quote(form.separator()), -1);
    return Arrays.stream(cells).map(String::strip).toList();
  }

  private boolean isMissing(String cell) {
    return form.missing().stream().anyMatch(cell::equalsIgnoreCase);
  }

  private static double number(String cell, int at, Place place) {
    boolean isNumber = NUMBER.matcher(cell).matches();
    double value = isNumber ? Double.parseDouble(cell) : Double.NaN;
    if (Double.isInfinite(value) || INFINITY.matcher(cell).matches()) {
      throw place.refusal(
          "'%s' in cell %d is infinite; every value must be finite".formatted(cell, at));
    }
    if (!isNumber) {
      throw place.refusal("'%s' in cell %d is not a number".formatted(cell, at));
    }
    return value;
  }

  /** Whole numbers without their fraction, anything else as it stands. */
  private static String label(String cell) {
    if (!NUMBER.matcher(cell).matches()) {
      return cell;
    }
    double value = Double.parseDouble(cell);
    boolean isWhole = value == Math.rint(value) && Math.abs(value) <= Long.MAX_VALUE / 2.0;
    return isWhole ? Long.toString((long) value) : cell;
  }
}
