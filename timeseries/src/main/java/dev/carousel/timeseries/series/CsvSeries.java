package dev.carousel.timeseries.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.LongStream;

/** The series in a table. */
final class CsvSeries {
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
    SeriesClock clock = new SeriesClock(time);
    List<Integer> steps = new ArrayList<>();
    LongStream.Builder millis = LongStream.builder();
    for (int row : rows) {
      try {
        for (long absent : clock.next(table.cell(row, column), table.line(row))) {
          steps.add(-1);
          millis.add(absent);
        }
      } catch (IllegalArgumentException e) {
        throw table.fault(row, column, e.getMessage());
      }
      steps.add(row);
      millis.add(clock.millis());
    }
    Times times = new Times(clock.zone(), millis.build().toArray(), clock.step());
    return new Timeline(steps.stream().mapToInt(Integer::intValue).toArray(), Optional.of(times));
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
