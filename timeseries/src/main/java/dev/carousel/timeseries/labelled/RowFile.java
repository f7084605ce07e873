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
import java.util.List;
import java.util.Locale;

/** One file of labelled rows; every fault is reported with the line. */
final class RowFile {
  private final RowForm form;
  private final LabelledRows.Lines lines;
  private final Path file;

  /**
   * A file to read.
   *
   * @param form how lines look
   * @param lines which of them, and what messages call the file
   * @param file where it is
   */
  RowFile(RowForm form, LabelledRows.Lines lines, Path file) {
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
    LabelledLine read;
    try {
      read = form.read(line);
    } catch (InvalidDataException e) {
      throw place.refusal(e.getMessage());
    }
    String label =
        read.label()
            .orElseThrow(
                () ->
                    place.refusal(
                        "the label, the line's %s cell, is missing"
                            .formatted(form.label().name().toLowerCase(Locale.ROOT))));
    return new LabelledSequence(label, read.measurements(), place);
  }
}
