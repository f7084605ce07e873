package dev.carousel.timeseries.labelled;

import dev.carousel.data.InvalidDataException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The form of a line of {@link LabelledRows}.
 *
 * @param label where the label stands
 * @param separator what is between cells
 * @param missing the texts that stand for a missing value or label
 */
record RowForm(LabelledRows.LabelCell label, String separator, List<String> missing) {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  /**
   * Reads a line.
   *
   * @param line without its end
   * @throws InvalidDataException saying what is wrong, but not where
   */
  LabelledLine read(String line) {
    if (line.isBlank()) {
      throw new InvalidDataException("the line is blank; remove it");
    }
    List<String> cells = cells(line);
    boolean first = label == LabelledRows.LabelCell.FIRST;
    String name = cells.get(first ? 0 : cells.size() - 1);
    // Cells are counted from 1.
    int before = first ? 2 : 1;
    List<String> given =
        first ? cells.subList(1, cells.size()) : cells.subList(0, cells.size() - 1);
    double[] values = new double[given.size()];
    int length = 0;
    for (int i = 0; i < values.length; i++) {
      values[i] = isMissing(given.get(i)) ? Double.NaN : number(given.get(i), i + before);
      length = Double.isNaN(values[i]) ? length : i + 1;
    }
    if (length == 0) {
      throw new InvalidDataException(
          values.length == 0
              ? "there is a label, '%s', but no value; is the separator right?".formatted(name)
              : "every value is missing");
    }
    return new LabelledLine(
        isMissing(name) ? Optional.empty() : Optional.of(label(name)),
        new Measurements(1, Arrays.copyOf(values, length), Optional.empty()));
  }

  private List<String> cells(String line) {
    String[] cells =
        separator.isBlank() && !separator.equals("\t")
            ? line.strip().split("\\s+")
            : line.split(Pattern.quote(separator), -1);
    return Arrays.stream(cells).map(String::strip).toList();
  }

  private boolean isMissing(String cell) {
    return missing.stream().anyMatch(cell::equalsIgnoreCase);
  }

  private static double number(String cell, int at) {
    boolean isNumber = NUMBER.matcher(cell).matches();
    double value = isNumber ? Double.parseDouble(cell) : Double.NaN;
    if (Double.isInfinite(value) || INFINITY.matcher(cell).matches()) {
      throw new InvalidDataException(
          "'%s' in cell %d is infinite; every value must be finite".formatted(cell, at));
    }
    if (!isNumber) {
      throw new InvalidDataException("'%s' in cell %d is not a number".formatted(cell, at));
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
