package dev.carousel.timeseries.series;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.carousel.data.InvalidDataException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The steps of series in a table of the form of a {@link CsvSource}, line by line, as they come
 * when someone measures them. What {@link CsvSource#load} refuses is refused here at the same line,
 * but where columns are known ahead a row may leave all others empty, as a step to come does. All
 * rows are read, whatever {@link CsvSource#rows} says.
 */
public final class TableRows {
  private final CsvSource source;
  private final Map<String, SeriesClock> clocks = new HashMap<>();
  private final Map<String, Statics> statics = new HashMap<>();
  private Optional<CsvCells> cells = Optional.empty();
  private long line;
  private long firstBlank;

  private record Statics(Map<String, Double> values, long line) {}

  /**
   * Begins a table.
   *
   * @param source its form; the path is not read
   */
  public TableRows(CsvSource source) {
    this.source = source;
  }

  /**
   * The columns of every series.
   *
   * @return them in the order of the values of a {@link SeriesRow}
   */
  public List<Heading> headings() {
    return source.headings();
  }

  /**
   * The beginning of tables that need not have some column.
   *
   * @param column one of the features or known columns
   * @return reads what this would, but for that column
   */
  public TableRows without(String column) {
    return new TableRows(source.without(column));
  }

  /**
   * Reads the next line.
   *
   * @param text without its end
   * @return the steps that it has or tells to be missing, possibly none: a header and a blank line
   *     have none
   * @throws InvalidDataException if the line is refused, saying why but not where; then nothing
   *     more can be read
   */
  public List<SeriesRow> read(String text) {
    CsvRecord row = parsed(text);
    line++;
    if (CsvCells.isBlank(row) && (cells.isEmpty() || cells.get().count() > 1)) {
      // It may be the end of the table.
      firstBlank = firstBlank == 0 ? line : firstBlank;
      return List.of();
    }
    if (firstBlank > 0) {
      throw new InvalidDataException(
          "line %d before it is blank; only at the end may lines be".formatted(firstBlank));
    }
    if (cells.isEmpty()) {
      CsvCells named = new CsvCells(source, row);
      requireColumns(named);
      cells = Optional.of(named);
      return source.header() ? List.of() : steps(row);
    }
    return steps(cells.get().complete(row));
  }

  private CsvRecord parsed(String text) {
    try (CsvReader<CsvRecord> reader = CsvCells.reader(source, text + "\n")) {
      return reader.iterator().next();
    } catch (CsvParseException e) {
      throw new InvalidDataException("not well-formed CSV: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException("a line in memory cannot be read", e);
    }
  }

  private void requireColumns(CsvCells named) {
    source.target().forEach(name -> named.column("target", name));
    source.features().forEach(name -> named.column("features", name));
    source.known().forEach(name -> named.column("known", name));
    source.statics().forEach(name -> named.column("statics", name));
    source.time().column().ifPresent(name -> named.column("time", name));
    if (source.series() instanceof SeriesLayout.Rows layout) {
      layout.column().ifPresent(name -> named.column("series", name));
    }
  }

  private List<SeriesRow> steps(CsvRecord row) {
    String group = group(row);
    boolean ahead = isAhead(row);
    double[] targets =
        ahead ? unknown(source.target().size()) : numbers(row, "target", source.target());
    double[] features =
        ahead ? unknown(source.features().size()) : numbers(row, "features", source.features());
    double[] known = numbers(row, "known", source.known());
    Map<String, Double> fixed = statics(row);
    requireStatics(group, fixed, row);
    List<SeriesRow> steps = new ArrayList<>();
    OptionalLong time = OptionalLong.empty();
    if (source.time().column().isPresent()) {
      SeriesClock clock = clocks.computeIfAbsent(group, any -> new SeriesClock(source.time()));
      for (long absent : absent(clock, row)) {
        add(
            steps,
            group,
            OptionalLong.of(absent),
            unknown(targets.length),
            unknown(features.length),
            unknown(known.length),
            fixed);
      }
      time = OptionalLong.of(clock.millis());
    }
    add(steps, group, time, targets, features, known, fixed);
    statics.putIfAbsent(group, new Statics(fixed, line));
    return steps;
  }

  private String group(CsvRecord row) {
    if (!(source.series() instanceof SeriesLayout.Rows layout) || layout.column().isEmpty()) {
      return "";
    }
    int column = cells.orElseThrow().column("series", layout.column().get());
    String name = CsvCells.cell(row, column);
    if (name.isEmpty()) {
      throw cells.orElseThrow().fault(row, column, "names no series; every row belongs to one");
    }
    return name;
  }

  /** Whether a row says nothing but what is known ahead. */
  private boolean isAhead(CsvRecord row) {
    CsvCells all = cells.orElseThrow();
    return !source.known().isEmpty()
        && source.target().stream().allMatch(name -> all.isMissing(row, all.column("target", name)))
        && source.features().stream()
            .allMatch(name -> all.isMissing(row, all.column("features", name)));
  }

  private double[] numbers(CsvRecord row, String key, List<String> names) {
    CsvCells all = cells.orElseThrow();
    return names.stream().mapToDouble(name -> all.number(row, all.column(key, name))).toArray();
  }

  private static double[] unknown(int count) {
    double[] values = new double[count];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private Map<String, Double> statics(CsvRecord row) {
    double[] values = numbers(row, "statics", source.statics());
    Map<String, Double> named = new LinkedHashMap<>();
    for (int i = 0; i < values.length; i++) {
      named.put(source.statics().get(i), values[i]);
    }
    return named;
  }

  private void requireStatics(String group, Map<String, Double> fixed, CsvRecord row) {
    Statics before = statics.getOrDefault(group, new Statics(fixed, line));
    for (String name : fixed.keySet()) {
      // Equal as objects: a missing value equals a missing value.
      if (!fixed.get(name).equals(before.values().get(name))) {
        CsvCells all = cells.orElseThrow();
        throw all.fault(
            row,
            all.column("statics", name),
            "is not the value of line %d; \"statics\" are the same in every row of a series"
                .formatted(before.line()));
      }
    }
  }

  private long[] absent(SeriesClock clock, CsvRecord row) {
    CsvCells all = cells.orElseThrow();
    int column = all.column("time", source.time().column().orElseThrow());
    try {
      return clock.next(CsvCells.cell(row, column), line);
    } catch (IllegalArgumentException e) {
      throw all.fault(row, column, e.getMessage());
    }
  }

  /** Adds the step of one series or, where columns are series, of each. */
  private void add(
      List<SeriesRow> steps,
      String group,
      OptionalLong time,
      double[] targets,
      double[] features,
      double[] known,
      Map<String, Double> fixed) {
    if (source.series() instanceof SeriesLayout.Columns) {
      for (int i = 0; i < targets.length; i++) {
        double[] own = {targets[i]};
        steps.add(new SeriesRow(source.target().get(i), time, joined(own, features, known), fixed));
      }
    } else {
      steps.add(new SeriesRow(group, time, joined(targets, features, known), fixed));
    }
  }

  private static double[] joined(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  /**
   * The length of a step, counted on the clocks of {@link #zone}.
   *
   * @return empty if there are no times or steps are irregular
   */
  public Optional<Step> step() {
    return source.time().step().map(Step::parse);
  }

  /**
   * Whose clocks and calendar count.
   *
   * @return the zone of the table
   */
  public ZoneId zone() {
    return ZoneId.of(source.time().zone());
  }

  /**
   * A time as the table would say it.
   *
   * @param epochMillis in milliseconds since 1970-01-01T00:00Z
   * @return text that is read as that time
   */
  public String time(long epochMillis) {
    return new TimeStamps(source.time()).text(epochMillis);
  }
}
