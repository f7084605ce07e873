package dev.carousel.timeseries.series;

import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Equally spaced observations of one or more quantities, the oldest first. The first column is the
 * one to forecast.
 *
 * @param name what to call the series in messages, such as its file
 * @param columns the quantities, all of the same length, the target first
 * @param place where a step (0 the first) stands, for messages, such as "airline.csv, line 17"
 * @param files the files that were read, possibly none
 */
public record Series(
    String name, List<Column> columns, IntFunction<String> place, List<Path> files) {
  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there is no column, no step, or columns differ in length
   */
  public Series {
    columns = List.copyOf(columns);
    files = List.copyOf(files);
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a series needs at least one column");
    }
    int steps = columns.get(0).values().length;
    for (Column column : columns) {
      if (column.values().length == 0) {
        throw new IllegalArgumentException("column '" + column.name() + "' has no values");
      }
      if (column.values().length != steps) {
        throw new IllegalArgumentException(
            "column '%s' has %d steps, column '%s' has %d"
                .formatted(columns.get(0).name(), steps, column.name(), column.values().length));
      }
    }
  }

  /**
   * One quantity over time.
   *
   * @param name such as "passengers"
   * @param values [steps], every one finite; shared, not copied, and not to be changed
   * @param observed [steps], false where the value was missing and has been filled in; shared, not
   *     copied
   */
  public record Column(String name, double[] values, boolean[] observed) {
    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a value is not finite or the arrays differ in length
     */
    public Column {
      if (values.length != observed.length) {
        throw new IllegalArgumentException(
            "column '%s' has %d values and %d marks of what was observed"
                .formatted(name, values.length, observed.length));
      }
      for (int step = 0; step < values.length; step++) {
        if (!Double.isFinite(values[step])) {
          throw new IllegalArgumentException(
              "column '%s' is %s at step %d".formatted(name, values[step], step));
        }
      }
    }
  }

  /**
   * The number of observations of each quantity.
   *
   * @return at least 1
   */
  public int steps() {
    return target().values().length;
  }

  /**
   * The quantity to forecast.
   *
   * @return the first column
   */
  public Column target() {
    return columns.get(0);
  }
}
