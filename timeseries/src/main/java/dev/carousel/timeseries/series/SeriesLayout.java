package dev.carousel.timeseries.series;

import java.util.Optional;

/** How a table holds one series or several. */
public sealed interface SeriesLayout {
  /**
   * A row belongs to one series. In JSON, "rows", which need not be said.
   *
   * @param column the column that names the series of each row; rows of different series may be
   *     mixed. Empty if all rows are of one series
   */
  record Rows(Optional<String> column) implements SeriesLayout {
    /**
     * Checks the name.
     *
     * @throws IllegalArgumentException if it is blank
     */
    public Rows {
      if (column.isPresent() && column.get().isBlank()) {
        throw new IllegalArgumentException("column must name a column, got '" + column.get() + "'");
      }
    }
  }

  /**
   * Every target column is a series of its own, which has the column's name; its target is called
   * {@value #TARGET}. All other columns belong to each of them. In JSON, "columns".
   */
  record Columns() implements SeriesLayout {
    /** What the target of each series is called, as all series have the same columns. */
    public static final String TARGET = "value";
  }
}
