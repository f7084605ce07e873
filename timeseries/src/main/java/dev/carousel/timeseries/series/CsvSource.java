package dev.carousel.timeseries.series;

import dev.carousel.data.DataFolders;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Series in a file of comma-separated values: UTF-8, one row a step, the oldest first. In JSON,
 * "csv".
 *
 * <p>Columns that are not named here are not read. Series have the targets first, then the
 * features, then what is known. Blank lines may end the file; anywhere else they count as rows.
 *
 * @param path the file, absolute or relative to one of the data folders
 * @param target the columns to forecast, which are inputs too
 * @param features columns that are inputs only and known until now, possibly none
 * @param known columns that are inputs only and known for the future too, possibly none
 * @param statics columns that are the same in every row of a series, possibly none
 * @param separator the one character between cells, such as "," or ";" or a tab
 * @param header whether the first row has the names of the columns; otherwise they are called "1",
 *     "2", …
 * @param rows how many rows below the header to read, those after them are left out; empty for all
 * @param missing whether values may be missing
 * @param missingValues what a cell says, in any case, whose value is missing
 * @param time when the rows are
 * @param series which rows or columns belong to which series
 */
public record CsvSource(
    String path,
    List<String> target,
    List<String> features,
    List<String> known,
    List<String> statics,
    String separator,
    boolean header,
    OptionalInt rows,
    Missing missing,
    List<String> missingValues,
    TimeColumn time,
    SeriesLayout series)
    implements SeriesSource {
  /**
   * Checks the values. The path and the target may be null in a prototype.
   *
   * @throws IllegalArgumentException if a name is blank or stands twice, or a value is impossible
   */
  public CsvSource {
    if (path != null && path.isBlank()) {
      throw new IllegalArgumentException("path must name a file, got '" + path + "'");
    }
    target = target == null ? null : List.copyOf(target);
    features = List.copyOf(features);
    known = List.copyOf(known);
    statics = List.copyOf(statics);
    missingValues = List.copyOf(missingValues);
    Map<String, String> uses = new HashMap<>();
    if (target != null) {
      if (target.isEmpty()) {
        throw new IllegalArgumentException("target must name a column, got none");
      }
      use(uses, "target", target);
    }
    use(uses, "features", features);
    use(uses, "known", known);
    use(uses, "statics", statics);
    if (separator.length() != 1 || "\"\r\n".contains(separator)) {
      throw new IllegalArgumentException(
          "separator must be one character other than a quote or a line end, got '%s'"
              .formatted(separator));
    }
    if (rows.isPresent() && rows.getAsInt() < 1) {
      throw new IllegalArgumentException("rows must be at least 1, got " + rows.getAsInt());
    }
    if (series instanceof SeriesLayout.Columns) {
      String use = uses.get(SeriesLayout.Columns.TARGET);
      if (use != null && !use.equals("target")) {
        throw new IllegalArgumentException(
            "'%s' is what the target is called where series are columns; rename it in %s"
                .formatted(SeriesLayout.Columns.TARGET, use));
      }
    }
  }

  /** Notes which key names which column. */
  private static void use(Map<String, String> uses, String key, List<String> names) {
    for (String name : names) {
      if (name.isBlank()) {
        throw new IllegalArgumentException(key + " must name columns, got '" + name + "'");
      }
      String other = uses.putIfAbsent(name, key);
      if (key.equals(other)) {
        throw new IllegalArgumentException("'" + name + "' stands twice in " + key);
      } else if (other != null) {
        throw new IllegalArgumentException(
            other.equals("target")
                ? "'%s' is the target and an input already; leave it out of %s".formatted(name, key)
                : "'%s' stands in %s and in %s; leave it out of one".formatted(name, other, key));
      }
    }
  }

  /**
   * A file that is one series without times and without missing values, its cells separated by
   * commas below a header.
   *
   * @param path the file; null in a prototype
   * @param target the columns to forecast; null in a prototype
   * @param features columns that are inputs only
   * @return the source
   */
  public static CsvSource of(String path, List<String> target, List<String> features) {
    return new CsvSource(
        path,
        target,
        features,
        List.of(),
        List.of(),
        ",",
        true,
        OptionalInt.empty(),
        Missing.REFUSE,
        List.of("", "NA", "N/A", "NaN", "null"),
        TimeColumn.NONE,
        new SeriesLayout.Rows(Optional.empty()));
  }

  /**
   * The columns of every series.
   *
   * @return targets, features, known columns, in this order
   */
  List<Heading> headings() {
    List<Heading> headings = new ArrayList<>();
    if (series instanceof SeriesLayout.Columns) {
      headings.add(new Heading(SeriesLayout.Columns.TARGET, Role.TARGET));
    } else {
      target.forEach(name -> headings.add(new Heading(name, Role.TARGET)));
    }
    features.forEach(name -> headings.add(new Heading(name, Role.PAST)));
    known.forEach(name -> headings.add(new Heading(name, Role.KNOWN)));
    return headings;
  }

  /** Tables of the same form, but for a column that is a feature or known. */
  CsvSource without(String column) {
    return new CsvSource(
        path,
        target,
        features.stream().filter(name -> !name.equals(column)).toList(),
        known.stream().filter(name -> !name.equals(column)).toList(),
        statics,
        separator,
        header,
        rows,
        missing,
        missingValues,
        time,
        series);
  }

  @Override
  public TableRows table() {
    return new TableRows(this);
  }

  @Override
  public SeriesSet load(DataFolders folders) {
    return new CsvSeries(this, folders.find(path)).load();
  }
}
