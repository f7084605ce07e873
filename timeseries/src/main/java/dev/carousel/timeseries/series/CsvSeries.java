package dev.carousel.timeseries.series;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/** The series in a table. */
final class CsvSeries {
  /** Far more than any series has, far less than would fill the memory. */
  private static final long MOST_ABSENT_STEPS = 10_000_000;

  private final CsvSource source;
  private final CsvTable table;

  CsvSeries(CsvSource source, CsvTable table) {
    this.source = source;
    this.table = table;
  }

  /** The steps of a series: the row of each, -1 where there is none, and its time. */
  private record Timeline(int[] rows, Optional<Times> times) {}

  /** Makes the series. */
  SeriesSet load() {
    List<Series> all = new ArrayList<>();
    groups()
        .forEach(
            (name, rows) -> {
              Timeline timeline = timeline(rows);
              Map<String, Double> statics = statics(rows);
              for (Map.Entry<String, List<Column>> each : columns(name, timeline).entrySet()) {
                all.add(
                    new Series(
                        each.getKey(),
                        timeline.times,
                        each.getValue(),
                        statics,
                        place(timeline, each.getKey())));
              }
            });
    return new SeriesSet(all, List.of(table.file()));
  }

  /** The rows of each series, in the order in which series begin. */
  private Map<String, int[]> groups() {
    int[] rows = new int[table.count()];
    Arrays.setAll(rows, row -> row);
    if (!(source.series() instanceof SeriesLayout.Rows layout) || layout.column().isEmpty()) {
      return Map.of(source.path(), rows);
    }
    int column = table.column("series", layout.column().get());
    Map<String, List<Integer>> groups = new LinkedHashMap<>();
    for (int row : rows) {
      String name = table.cell(row, column);
      if (name.isEmpty()) {
        throw table.fault(row, column, "names no series; every row belongs to one");
      }
      groups.computeIfAbsent(name, any -> new ArrayList<>()).add(row);
    }
    Map<String, int[]> result = new LinkedHashMap<>();
    groups.forEach(
        (name, of) -> result.put(name, of.stream().mapToInt(Integer::intValue).toArray()));
    return result;
  }

  private Timeline timeline(int[] rows) {
    TimeColumn time = source.time();
    if (time.column().isEmpty()) {
      return new Timeline(rows, Optional.empty());
    }
    int column = table.column("time", time.column().get());
    long[] millis = millis(rows, column);
    Times times = new Times(ZoneId.of(time.zone()), millis, Optional.empty());
    return time.step().isEmpty()
        ? new Timeline(rows, Optional.of(times))
        : regular(rows, column, times, Step.parse(time.step().get()));
  }

  private long[] millis(int[] rows, int column) {
    TimeStamps stamps = new TimeStamps(source.time());
    long[] millis = new long[rows.length];
    for (int i = 0; i < rows.length; i++) {
      OptionalLong previous = i == 0 ? OptionalLong.empty() : OptionalLong.of(millis[i - 1]);
      try {
        millis[i] = stamps.millis(table.cell(rows[i], column), previous);
      } catch (IllegalArgumentException e) {
        throw table.fault(rows[i], column, e.getMessage());
      }
      if (i > 0 && millis[i] == millis[i - 1]) {
        throw table.fault(
            rows[i],
            column,
            "is the time of line %d again; keep one row a time".formatted(table.line(rows[i - 1])));
      } else if (i > 0 && millis[i] < millis[i - 1]) {
        throw table.fault(
            rows[i],
            column,
            "is before the time of line %d; sort the rows by time, the oldest first"
                .formatted(table.line(rows[i - 1])));
      }
    }
    return millis;
  }

  /** Puts every row at its step. */
  private Timeline regular(int[] rows, int column, Times times, Step step) {
    long start = times.epochMillis()[0];
    long[] at = new long[rows.length];
    for (int i = 1; i < rows.length; i++) {
      long millis = times.epochMillis()[i];
      at[i] = step.count(start, times.zone(), millis);
      if (step.after(start, times.zone(), at[i]) != millis) {
        throw table.fault(
            rows[i],
            column,
            ("is not a whole number of steps of %s after the time of line %d; correct \"step\", or"
                    + " leave it out for irregular times")
                .formatted(step, table.line(rows[0])));
      }
      long absent = at[i] - at[i - 1] - 1;
      if (absent > 0 && source.time().gaps() == Gaps.REFUSE) {
        throw table.fault(
            rows[i],
            column,
            "comes %d steps of %s after line %d; add the rows or set \"gaps\" to \"missing\""
                .formatted(absent + 1, step, table.line(rows[i - 1])));
      } else if (at[i] - i > MOST_ABSENT_STEPS) {
        throw table.fault(
            rows[i],
            column,
            "comes %d steps of %s after line %d, too many to be missing; correct the time"
                .formatted(absent + 1, step, table.line(rows[i - 1])));
      }
    }
    int[] steps = new int[(int) at[rows.length - 1] + 1];
    long[] millis = new long[steps.length];
    Arrays.fill(steps, -1);
    Arrays.setAll(millis, i -> step.after(start, times.zone(), i));
    for (int i = 0; i < rows.length; i++) {
      steps[(int) at[i]] = rows[i];
    }
    return new Timeline(steps, Optional.of(new Times(times.zone(), millis, Optional.of(step))));
  }

  private Map<String, Double> statics(int[] rows) {
    Map<String, Double> statics = new LinkedHashMap<>();
    for (String name : source.statics()) {
      int column = table.column("statics", name);
      double first = table.number(rows[0], column);
      for (int row : rows) {
        // Equal as objects: a missing value equals a missing value.
        if (Double.compare(table.number(row, column), first) != 0) {
          throw table.fault(
              row,
              column,
              "is not the value of line %d; \"statics\" are the same in every row of a series"
                  .formatted(table.line(rows[0])));
        }
      }
      statics.put(name, first);
    }
    return statics;
  }

  /** The columns of the series that a group of rows is, or of the series that its columns are. */
  private Map<String, List<Column>> columns(String name, Timeline timeline) {
    List<Column> targets = columns("target", source.target(), Role.TARGET, timeline);
    List<Column> others = new ArrayList<>();
    others.addAll(columns("features", source.features(), Role.PAST, timeline));
    others.addAll(columns("known", source.known(), Role.KNOWN, timeline));
    Map<String, List<Column>> series = new LinkedHashMap<>();
    if (source.series() instanceof SeriesLayout.Columns) {
      for (Column target : targets) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column(SeriesLayout.Columns.TARGET, Role.TARGET, target.values()));
        columns.addAll(others);
        series.put(target.name(), columns);
      }
    } else {
      targets = new ArrayList<>(targets);
      targets.addAll(others);
      series.put(name, targets);
    }
    return series;
  }

  private List<Column> columns(String key, List<String> names, Role role, Timeline timeline) {
    List<Column> columns = new ArrayList<>();
    for (String name : names) {
      int column = table.column(key, name);
      double[] values = new double[timeline.rows.length];
      for (int step = 0; step < values.length; step++) {
        int row = timeline.rows[step];
        values[step] = row < 0 ? Double.NaN : table.number(row, column);
      }
      columns.add(new Column(name, role, values));
    }
    return columns;
  }

  /** Where steps stand; a step without a row stands after the line of the one before. */
  private IntFunction<String> place(Timeline timeline, String series) {
    long[] lines = new long[timeline.rows.length];
    for (int step = 0; step < lines.length; step++) {
      lines[step] = timeline.rows[step] < 0 ? lines[step - 1] : table.line(timeline.rows[step]);
    }
    // No more than the lines is kept.
    int[] rows = timeline.rows;
    String path = source.path();
    String column =
        source.series() instanceof SeriesLayout.Columns ? ", series '" + series + "'" : "";
    return step ->
        "%s, %s %d%s".formatted(path, rows[step] < 0 ? "after line" : "line", lines[step], column);
  }
}
