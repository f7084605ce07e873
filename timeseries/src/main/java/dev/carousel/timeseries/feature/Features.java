package dev.carousel.timeseries.feature;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/**
 * Which inputs are made from the time of a step alone. Each cycle gives two columns, the sine and
 * the cosine of its phase, so that its end is next to its beginning. They are known for the future.
 *
 * @param calendar cycles of the calendar, for series with times
 * @param fourier cycles of so many steps, for series with equally long steps
 */
public record Features(List<CalendarField> calendar, List<Fourier> fourier) {
  /** No features. */
  public static final Features NONE = new Features(List.of(), List.of());

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if one stands twice
   */
  public Features {
    calendar = List.copyOf(calendar);
    fourier = List.copyOf(fourier);
    if (new HashSet<>(calendar).size() < calendar.size()) {
      throw new IllegalArgumentException("calendar holds one field twice");
    }
    if (fourier.stream().map(Fourier::period).distinct().count() < fourier.size()) {
      throw new IllegalArgumentException(
          "fourier holds one period twice; keep that of the higher order");
    }
  }

  /**
   * The number of columns.
   *
   * @return 0 or more
   */
  public int count() {
    return 2 * (calendar.size() + fourier.stream().mapToInt(Fourier::order).sum());
  }

  /**
   * Makes the columns for a series and its future.
   *
   * @param series whose times count; its values are not looked at
   * @param beyond for how many steps after its end, 0 or more
   * @return columns of the role {@link Role#KNOWN}, each of so many steps more than the series:
   *     "sin day-of-week", "cos day-of-week", …, "sin 1/24", "cos 1/24", …
   * @throws InvalidDataException if the series lacks the times, or its steps are irregular and
   *     equal ones are needed
   */
  public List<Column> of(Series series, int beyond) {
    require(series, beyond);
    int steps = Math.addExact(series.steps(), beyond);
    double[][] values = new double[count()][steps];
    for (int t = 0; t < steps; t++) {
      int step = t;
      double[] now = at(series.times().map(times -> times.at(step)), t);
      for (int c = 0; c < now.length; c++) {
        values[c][t] = now[c];
      }
    }
    List<Column> columns = new ArrayList<>();
    for (String cycle : cycles()) {
      columns.add(new Column("sin " + cycle, Role.KNOWN, values[columns.size()]));
      columns.add(new Column("cos " + cycle, Role.KNOWN, values[columns.size()]));
    }
    return columns;
  }

  private List<String> cycles() {
    List<String> cycles = new ArrayList<>();
    calendar.forEach(field -> cycles.add(field.word()));
    for (Fourier each : fourier) {
      for (int k = 1; k <= each.order(); k++) {
        cycles.add(each.frequency(k));
      }
    }
    return cycles;
  }

  /**
   * The values of one step.
   *
   * @param time when it is, on the clocks of its zone; not looked at without cycles of the calendar
   * @param step its number, 0 the first of its series
   * @return [count], in the order of {@link #of}; the caller's own
   * @throws java.util.NoSuchElementException if there is no time and a cycle needs it
   */
  public double[] at(Optional<ZonedDateTime> time, long step) {
    double[] values = new double[count()];
    int next = 0;
    for (CalendarField field : calendar) {
      next = pair(values, next, field.phase(time.orElseThrow()));
    }
    for (Fourier each : fourier) {
      for (int k = 1; k <= each.order(); k++) {
        next = pair(values, next, each.phase(k, step));
      }
    }
    return values;
  }

  private static int pair(double[] values, int next, double phase) {
    // The same to the bit on every machine.
    double angle = 2 * Math.PI * phase;
    values[next] = StrictMath.sin(angle);
    values[next + 1] = StrictMath.cos(angle);
    return next + 2;
  }

  /**
   * Checks that the columns can be made.
   *
   * @param series whose times count
   * @param beyond for how many steps after its end, 0 or more
   * @throws InvalidDataException if the series lacks the times, or its steps are irregular and
   *     equal ones are needed
   */
  public void require(Series series, int beyond) {
    if (!calendar.isEmpty() && series.times().isEmpty()) {
      throw new InvalidDataException(
          "%s: features of the calendar need times; name their column in \"time\" of the data"
              .formatted(series.name()));
    }
    boolean irregular = series.times().isPresent() && series.times().get().step().isEmpty();
    if (irregular && (!fourier.isEmpty() || beyond > 0)) {
      throw new InvalidDataException(
          "%s: %s equally long steps; give their length as \"step\" in \"time\" of the data"
              .formatted(
                  series.name(),
                  fourier.isEmpty() ? "the future needs" : "\"fourier\" features need"));
    }
  }
}
