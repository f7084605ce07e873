package dev.carousel.timeseries.series;

import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Observations of one or more quantities, step by step, the oldest first.
 *
 * @param name what messages and results call the series: its file, or its name among several
 * @param times when the steps are; without times steps are taken to be equally long
 * @param columns the quantities, all of the same length, no two with one name
 * @param statics what does not change with time, by name; NaN where not known, otherwise finite
 * @param place where a step (0 the first) stands, for messages, such as "airline.csv, line 17"
 */
public record Series(
    String name,
    Optional<Times> times,
    List<Column> columns,
    Map<String, Double> statics,
    IntFunction<String> place) {
  /**
   * Copies the list and the map.
   *
   * @throws IllegalArgumentException if there is no column, no step, two columns have one name, or
   *     columns and times differ in length
   */
  public Series {
    columns = List.copyOf(columns);
    statics = Collections.unmodifiableMap(new LinkedHashMap<>(statics));
    if (columns.isEmpty()) {
      throw new IllegalArgumentException("a series needs at least one column");
    }
    int steps = columns.get(0).values().length;
    Set<String> names = new HashSet<>();
    for (Column column : columns) {
      if (column.values().length == 0) {
        throw new IllegalArgumentException("column '" + column.name() + "' has no values");
      }
      if (column.values().length != steps) {
        throw new IllegalArgumentException(
            "column '%s' has %d steps, column '%s' has %d"
                .formatted(columns.get(0).name(), steps, column.name(), column.values().length));
      }
      if (!names.add(column.name())) {
        throw new IllegalArgumentException("two columns are called '" + column.name() + "'");
      }
    }
    if (times.isPresent() && times.get().count() != steps) {
      throw new IllegalArgumentException(
          "column '%s' has %d steps, but there are %d times"
              .formatted(columns.get(0).name(), steps, times.get().count()));
    }
    statics.forEach(
        (key, value) -> {
          if (value.isInfinite()) {
            throw new IllegalArgumentException("static '" + key + "' is " + value);
          }
        });
  }

  /**
   * The number of steps.
   *
   * @return at least 1
   */
  public int steps() {
    return columns.get(0).values().length;
  }

  /**
   * The columns of one role.
   *
   * @param role which
   * @return those columns in their order, possibly none
   */
  public List<Column> columns(Role role) {
    return columns.stream().filter(column -> column.role() == role).toList();
  }
}
