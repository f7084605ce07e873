package dev.carousel.timeseries.series;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.carousel.data.InvalidDataException;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Gathers the steps of a file to series. */
final class CsvSeries {
  private final CsvSource source;
  private final Path file;

  /**
   * The series of a file.
   *
   * @param source how to read it; its path is what messages call the file
   * @param file where it is
   */
  CsvSeries(CsvSource source, Path file) {
    this.source = source;
    this.file = file;
  }

  /** Makes the series, in the order in which they begin. */
  SeriesSet load() {
    List<Series> all = new ArrayList<>();
    groups().forEach((group, steps) -> all.addAll(series(group, steps)));
    return new SeriesSet(all, List.of(file));
  }

  private Map<String, List<TableStep>> groups() {
    CsvFile csv = new CsvFile(source, file);
    List<CsvRecord> records = csv.records();
    CsvRecord first = records.get(0);
    TableSteps steps = csv.at(first, () -> new TableSteps(source, first, false));
    Map<String, List<TableStep>> groups = new LinkedHashMap<>();
    for (CsvRecord row : limited(source.header() ? records.subList(1, records.size()) : records)) {
      for (TableStep step : csv.at(row, () -> steps.read(row, row.getStartingLineNumber()))) {
        groups.computeIfAbsent(step.group(), any -> new ArrayList<>()).add(step);
      }
    }
    return groups;
  }

  private List<CsvRecord> limited(List<CsvRecord> rows) {
    if (rows.isEmpty()) {
      throw new InvalidDataException(
          source.path() + ": no rows below the header; one row a step is needed");
    }
    int limit = source.rows().orElse(rows.size());
    if (limit > rows.size()) {
      throw new InvalidDataException(
          "%s: the file has %d rows, not the %d of \"rows\""
              .formatted(source.path(), rows.size(), limit));
    }
    return rows.subList(0, limit);
  }

  /** The series that a group of rows is, or those that its columns are, which share the rest. */
  private List<Series> series(String group, List<TableStep> steps) {
    List<Column> targets = columns(source.target(), Role.TARGET, TableStep::targets, steps);
    List<Column> others = new ArrayList<>();
    others.addAll(columns(source.features(), Role.PAST, TableStep::features, steps));
    others.addAll(columns(source.known(), Role.KNOWN, TableStep::known, steps));
    Optional<Times> times = times(steps);
    Map<String, Double> statics = steps.get(0).statics();
    if (source.series() instanceof SeriesLayout.Columns) {
      return targets.stream()
          .map(
              target ->
                  new Series(
                      target.name(),
                      times,
                      joined(
                          List.of(
                              new Column(
                                  SeriesLayout.Columns.TARGET, Role.TARGET, target.values())),
                          others),
                      statics,
                      place(steps, ", series '" + target.name() + "'")))
          .toList();
    }
    return List.of(
        new Series(
            group.isEmpty() ? source.path() : group,
            times,
            joined(targets, others),
            statics,
            place(steps, "")));
  }

  private static List<Column> joined(List<Column> targets, List<Column> others) {
    List<Column> columns = new ArrayList<>(targets);
    columns.addAll(others);
    return columns;
  }

  private static List<Column> columns(
      List<String> names, Role role, Function<TableStep, double[]> values, List<TableStep> steps) {
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      int column = i;
      columns.add(
          new Column(
              names.get(i),
              role,
              steps.stream().mapToDouble(step -> values.apply(step)[column]).toArray()));
    }
    return columns;
  }

  private Optional<Times> times(List<TableStep> steps) {
    if (source.time().column().isEmpty()) {
      return Optional.empty();
    }
    long[] millis = steps.stream().mapToLong(step -> step.epochMillis().orElseThrow()).toArray();
    ZoneId zone = ZoneId.of(source.time().zone());
    return Optional.of(new Times(zone, millis, source.time().step().map(Step::parse)));
  }

  /** Where steps stand; a step without a row stands after the line of the one before. */
  private IntFunction<String> place(List<TableStep> steps, String series) {
    // No more than the lines is kept.
    long[] lines = steps.stream().mapToLong(TableStep::line).toArray();
    boolean[] absent = new boolean[lines.length];
    for (int step = 0; step < absent.length; step++) {
      absent[step] = steps.get(step).absent();
    }
    String path = source.path();
    return step ->
        "%s, %s %d%s".formatted(path, absent[step] ? "after line" : "line", lines[step], series);
  }
}
