package dev.carousel.timeseries.series;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Suggestion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the cells of a table say, whatever row they are in. Faults do not say where that is. */
final class CsvCells {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");
  private static final Pattern INFINITY =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  private final CsvSource source;
  private final List<String> names;
  private final Set<String> missing = new HashSet<>();

  /**
   * The cells of a table.
   *
   * @param source how to read them
   * @param first the first row, which is the header if there is one
   * @throws InvalidDataException if the header names a column twice
   */
  CsvCells(CsvSource source, CsvRecord first) {
    this.source = source;
    names = names(source, first);
    source.missingValues().forEach(text -> missing.add(text.strip().toLowerCase(Locale.ROOT)));
  }

  /** Splits text into rows, of which blank ones have one blank cell. */
  static CsvReader<CsvRecord> reader(CsvSource source, String text) {
    // Cells are counted and blank lines judged here, where messages can say more.
    return CsvReader.builder()
        .fieldSeparator(source.separator().charAt(0))
        .skipEmptyLines(false)
        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
        .allowUnclosedQuote(false)
        .ofCsvRecord(text);
  }

  static boolean isBlank(CsvRecord row) {
    return row.getFieldCount() == 1 && row.getField(0).isBlank();
  }

  private static List<String> names(CsvSource source, CsvRecord first) {
    if (!source.header()) {
      return IntStream.rangeClosed(1, first.getFieldCount()).mapToObj(String::valueOf).toList();
    }
    List<String> names = new ArrayList<>();
    for (String cell : first.getFields()) {
      String name = cell.strip();
      if (!name.isEmpty() && names.contains(name)) {
        throw new InvalidDataException(
            "the header names column '%s' twice; rename one".formatted(name));
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  /** A row, refused if it has more or fewer cells than the first. */
  CsvRecord complete(CsvRecord row) {
    if (row.getFieldCount() != names.size()) {
      throw new InvalidDataException(
          "%s, but the %s has %s"
              .formatted(
                  cells(row.getFieldCount()),
                  source.header() ? "header" : "first row",
                  cells(names.size())));
    }
    return row;
  }

  private static String cells(int count) {
    return count == 1 ? "1 cell" : count + " cells";
  }

  /** The number of columns. */
  int count() {
    return names.size();
  }

  /** What a column is called. */
  String name(int column) {
    return names.get(column);
  }

  /**
   * The index of a column.
   *
   * @param key which key of the source names it
   * @param name what it says
   * @throws InvalidDataException if there is none
   */
  int column(String key, String name) {
    int index = names.indexOf(name);
    if (index >= 0) {
      return index;
    } else if (!source.header()) {
      throw new InvalidDataException(
          "no column '%s' (\"%s\"); without a header columns are called 1 to %d"
              .formatted(name, key, names.size()));
    }
    throw new InvalidDataException(
        "no column '%s' (\"%s\") in the header%s available: %s"
            .formatted(
                name,
                key,
                Suggestion.nearest(name, names)
                    .map(near -> "; did you mean '" + near + "'?")
                    .orElse(";"),
                String.join(", ", names)));
  }

  /** What a cell says, without the spaces around it. */
  static String cell(CsvRecord row, int column) {
    return row.getField(column).strip();
  }

  /** Whether a cell says that its value is missing. */
  boolean isMissing(CsvRecord row, int column) {
    return missing.contains(cell(row, column).toLowerCase(Locale.ROOT));
  }

  /**
   * The number in a cell, NaN if it is missing and may be.
   *
   * @throws InvalidDataException if it may not, or the cell says something else
   */
  double number(CsvRecord row, int column) {
    String cell = cell(row, column);
    if (isMissing(row, column)) {
      if (source.missing() == Missing.REFUSE) {
        throw fault(
            row, column, "is a missing value; mend the file or set \"missing\" to \"allow\"");
      }
      return Double.NaN;
    }
    boolean isNumber = NUMBER.matcher(cell).matches();
    double value = isNumber ? Double.parseDouble(cell) : Double.NaN;
    if (Double.isInfinite(value) || INFINITY.matcher(cell).matches()) {
      throw fault(row, column, "is infinite; every value must be finite");
    }
    if (!isNumber) {
      throw fault(row, column, "is not a number");
    }
    return value;
  }

  /** A fault in a cell. */
  InvalidDataException fault(CsvRecord row, int column, String what) {
    return new InvalidDataException(
        "'%s' in column '%s' %s".formatted(cell(row, column), names.get(column), what));
  }
}
