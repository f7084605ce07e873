package dev.carousel.experiment.trace;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Signature;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One sequence in a CSV file: a line a step, with the features as the model reads them (scaled, if
 * the task scales) or one token id, separated by commas. A first line without any number is a
 * header.
 */
final class CsvSequence {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]+)?");

  private CsvSequence() {}

  /**
   * Reads a file.
   *
   * @return a batch of one sequence without targets
   * @throws InvalidDataException if there is no such file or it holds anything else; the message
   *     names file and line
   */
  static Batch read(Path file, Signature.Input input) {
    if (!(input instanceof Signature.Tokens || input instanceof Signature.Features)) {
      throw new InvalidDataException(
          file
              + ": what this model reads does not fit into a table; name a sequence of its data, such"
              + " as valid:0");
    }
    List<String> lines = lines(file);
    int first = !lines.isEmpty() && isHeader(lines.get(0)) ? 1 : 0;
    int steps = lines.size() - first;
    if (steps < 1) {
      throw new InvalidDataException(file + " has no steps; give it a line a step");
    }
    String[][] fields = new String[steps][];
    for (int t = 0; t < steps; t++) {
      fields[t] = lines.get(first + t).split(",", -1);
    }
    boolean tokens = input instanceof Signature.Tokens;
    int width = tokens ? 1 : input.size();
    int[] ids = new int[steps * width];
    float[] values = new float[steps * width];
    for (int t = 0; t < steps; t++) {
      String place = "%s, line %d".formatted(file, first + t + 1);
      requireWidth(fields[t].length, width, tokens, place);
      for (int j = 0; j < width; j++) {
        if (tokens) {
          ids[t] = token(fields[t][j].strip(), input.size(), place);
        } else {
          values[t * width + j] = number(fields[t][j].strip(), j, place);
        }
      }
    }
    Inputs read = tokens ? new Inputs.Tokens(ids) : new Inputs.Features(width, values);
    return new Batch(steps, 1, new int[] {steps}, read, null, false);
  }

  private static void requireWidth(int columns, int width, boolean tokens, String place) {
    if (columns != width) {
      throw new InvalidDataException(
          "%s: %d %s; the model reads %s a step"
              .formatted(
                  place,
                  columns,
                  columns == 1 ? "column" : "columns",
                  tokens ? "one token id" : width == 1 ? "one feature" : width + " features"));
    }
  }

  private static List<String> lines(Path file) {
    try {
      List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
      if (!lines.isEmpty() && lines.get(0).startsWith("\uFEFF")) {
        lines.set(0, lines.get(0).substring(1));
      }
      return lines;
    } catch (CharacterCodingException e) {
      throw new InvalidDataException(file + " is not UTF-8; save it in that encoding", e);
    } catch (IOException e) {
      String what = Files.isDirectory(file) ? "it is a folder" : e.toString();
      throw new InvalidDataException("cannot read '" + file + "': " + what, e);
    }
  }

  private static boolean isHeader(String line) {
    return Arrays.stream(line.split(",")).noneMatch(field -> isNumber(field.strip()));
  }

  private static boolean isNumber(String field) {
    return NUMBER.matcher(field).matches() && Float.isFinite(Float.parseFloat(field));
  }

  private static int token(String field, int size, String place) {
    if (!field.matches("[0-9]{1,9}") || Integer.parseInt(field) >= size) {
      throw new InvalidDataException(
          "%s: '%s' is not a token id; the model knows 0 to %d".formatted(place, field, size - 1));
    }
    return Integer.parseInt(field);
  }

  private static float number(String field, int column, String place) {
    if (!isNumber(field)) {
      throw new InvalidDataException(
          "%s: '%s' in column %d is not a number".formatted(place, field, column + 1));
    }
    return Float.parseFloat(field);
  }
}
