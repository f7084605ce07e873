package dev.carousel.timeseries.series;

import de.siegmar.fastcsv.reader.CsvRecord;
import dev.carousel.data.InvalidDataException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * Reads the rows of a table one after another as steps of its series, and checks what rows have to
 * agree on. Faults do not say in which row they are.
 */
final class TableSteps {
  private static final int NONE = -1;

  private final CsvSource source;
  private final boolean ahead;
  private final CsvCells cells;
  private final int[] targets;
  private final int[] features;
  private final int[] known;
  private final int[] statics;
  private final int time;
  private final int series;
  private final Map<String, SeriesClock> clocks = new HashMap<>();
  private final Map<String, Statics> fixed = new HashMap<>();
  private long line;

  private record Statics(Map<String, Double> values, long line) {}

  /**
   * Begins a table.
   *
   * @param source its form
   * @param first the first row, which is the header if there is one; not read as a step
   * @param ahead whether a row may say nothing but what is known ahead
   * @throws InvalidDataException if a column is named twice or is not there
   */
  TableSteps(CsvSource source, CsvRecord first, boolean ahead) {
    this.source = source;
    this.ahead = ahead;
    cells = new CsvCells(source, first);
    targets = columns("target", source.target());
    features = columns("features", source.features());
    known = columns("known", source.known());
    statics = columns("statics", source.statics());
    time = source.time().column().map(name -> cells.column("time", name)).orElse(NONE);
    series =
        source.series() instanceof SeriesLayout.Rows layout
            ? layout.column().map(name -> cells.column("series", name)).orElse(NONE)
            : NONE;
  }

  private int[] columns(String key, List<String> names) {
    return names.stream().mapToInt(name -> cells.column(key, name)).toArray();
  }

  /** The number of cells of every row. */
  int cells() {
    return cells.count();
  }

  /**
   * Reads the next row.
   *
   * @param row as many cells as the first
   * @param onLine where it stands
   * @return the steps before it that have no row, possibly none, and its own
   * @throws InvalidDataException if it is refused
   */
  List<TableStep> read(CsvRecord row, long onLine) {
    cells.complete(row);
    line = onLine;
    String group = group(row);
    boolean unmeasured = ahead && isAhead(row);
    double[] told = unmeasured ? unknown(targets) : numbers(row, targets);
    double[] past = unmeasured ? unknown(features) : numbers(row, features);
    double[] coming = numbers(row, known);
    Map<String, Double> same = statics(row);
    requireStatics(group, same, row);
    List<TableStep> steps = new ArrayList<>();
    OptionalLong millis = OptionalLong.empty();
    if (time != NONE) {
      SeriesClock clock = clocks.computeIfAbsent(group, any -> new SeriesClock(source.time()));
      long before = clock.line();
      for (long absent : absent(clock, row)) {
        steps.add(
            new TableStep(
                group,
                OptionalLong.of(absent),
                before,
                true,
                unknown(targets),
                unknown(features),
                unknown(known),
                same));
      }
      millis = OptionalLong.of(clock.millis());
    }
    steps.add(new TableStep(group, millis, line, false, told, past, coming, same));
    return steps;
  }

  private String group(CsvRecord row) {
    if (series == NONE) {
      return "";
    }
    String name = CsvCells.cell(row, series);
    if (name.isEmpty()) {
      throw cells.fault(row, series, "names no series; every row belongs to one");
    }
    return name;
  }

  /** Whether a row says nothing but what is known ahead. */
  private boolean isAhead(CsvRecord row) {
    return known.length > 0
        && IntStream.concat(Arrays.stream(targets), Arrays.stream(features))
            .allMatch(column -> cells.isMissing(row, column));
  }

  private double[] numbers(CsvRecord row, int[] columns) {
    double[] numbers = new double[columns.length];
    for (int i = 0; i < columns.length; i++) {
      numbers[i] = cells.number(row, columns[i]);
    }
    return numbers;
  }

  private static double[] unknown(int[] columns) {
    double[] values = new double[columns.length];
    Arrays.fill(values, Double.NaN);
    return values;
  }

  private Map<String, Double> statics(CsvRecord row) {
    Map<String, Double> named = new LinkedHashMap<>();
    for (int column : statics) {
      named.put(cells.name(column), cells.number(row, column));
    }
    return named;
  }

  private void requireStatics(String group, Map<String, Double> values, CsvRecord row) {
    Statics before = fixed.computeIfAbsent(group, any -> new Statics(values, line));
    for (int column : statics) {
      String name = cells.name(column);
      // Equal as objects: a missing value equals a missing value.
      if (!values.get(name).equals(before.values().get(name))) {
        throw cells.fault(
            row,
            column,
            "is not the value of line %d; \"statics\" are the same in every row of a series"
                .formatted(before.line()));
      }
    }
  }

  private long[] absent(SeriesClock clock, CsvRecord row) {
    try {
      return clock.next(CsvCells.cell(row, time), line);
    } catch (IllegalArgumentException e) {
      throw cells.fault(row, time, e.getMessage());
    }
  }
}
