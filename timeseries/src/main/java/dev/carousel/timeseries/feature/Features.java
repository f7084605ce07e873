package dev.carousel.timeseries.feature;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.Times;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.IntToDoubleFunction;

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
    requireTimes(series, beyond);
    List<Column> columns = new ArrayList<>();
    int steps = Math.addExact(series.steps(), beyond);
    for (CalendarField field : calendar) {
      Times times = series.times().orElseThrow();
      pair(columns, field.word(), steps, t -> field.phase(times.at(t)));
    }
    for (Fourier each : fourier) {
      for (int k = 1; k <= each.order(); k++) {
        int term = k;
        pair(columns, each.frequency(k), steps, t -> each.phase(term, t));
      }
    }
    return columns;
  }

  private void requireTimes(Series series, int beyond) {
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

  private static void pair(
      List<Column> columns, String name, int steps, IntToDoubleFunction phase) {
    double[] sine = new double[steps];
    double[] cosine = new double[steps];
    for (int t = 0; t < steps; t++) {
      // The same to the bit on every machine.
      double angle = 2 * Math.PI * phase.applyAsDouble(t);
      sine[t] = StrictMath.sin(angle);
      cosine[t] = StrictMath.cos(angle);
    }
    columns.add(new Column("sin " + name, Role.KNOWN, sine));
    columns.add(new Column("cos " + name, Role.KNOWN, cosine));
  }
}
