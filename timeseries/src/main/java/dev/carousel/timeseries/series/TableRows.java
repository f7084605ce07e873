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
import java.util.List;
import java.util.Optional;

/**
 * The steps of series in a table of the form of a {@link CsvSource}, line by line, as they come
 * when someone measures them. What {@link CsvSource#load} refuses is refused here at the same line,
 * but where columns are known ahead a row may leave all others empty, as a step to come does. All
 * rows are read, whatever {@link CsvSource#rows} says.
 */
public final class TableRows {
  private final CsvSource source;
  private Optional<TableSteps> steps = Optional.empty();
  private long line;
  private long firstBlank;

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
    if (CsvCells.isBlank(row) && (steps.isEmpty() || steps.get().cells() > 1)) {
      // It may be the end of the table.
      firstBlank = firstBlank == 0 ? line : firstBlank;
      return List.of();
    }
    if (firstBlank > 0) {
      throw new InvalidDataException(
          "line %d before it is blank; only at the end may lines be".formatted(firstBlank));
    }
    boolean header = steps.isEmpty() && source.header();
    if (steps.isEmpty()) {
      steps = Optional.of(new TableSteps(source, row, true));
    }
    List<SeriesRow> rows = new ArrayList<>();
    if (!header) {
      steps.get().read(row, line).forEach(step -> add(rows, step));
    }
    return rows;
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

  /** The step of one series or, where columns are series, of each. */
  private void add(List<SeriesRow> rows, TableStep step) {
    if (source.series() instanceof SeriesLayout.Columns) {
      for (int i = 0; i < step.targets().length; i++) {
        rows.add(row(source.target().get(i), new double[] {step.targets()[i]}, step));
      }
    } else {
      rows.add(row(step.group(), step.targets(), step));
    }
  }

  private static SeriesRow row(String series, double[] targets, TableStep step) {
    return new SeriesRow(
        series, step.epochMillis(), joined(targets, step.features(), step.known()), step.statics());
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
