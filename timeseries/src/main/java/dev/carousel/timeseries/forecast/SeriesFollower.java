package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.SeriesRow;
import dev.carousel.timeseries.series.TableRows;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The latest steps of one series that is read row by row: a window, and what is known of the steps
 * after it. Where columns are known ahead, rows at the end that have no target are steps to come.
 */
final class SeriesFollower {
  private final Forecast task;
  private final FittedForecast fitted;
  private final String like;
  private final List<Scaler> scalers;
  private final TableRows table;
  private final StepInputs steps;
  private final boolean hasKnown;
  private final Deque<Past> past = new ArrayDeque<>();
  private final Deque<Known> known = new ArrayDeque<>();
  private final List<double[]> ahead = new ArrayList<>();
  private OptionalLong first = OptionalLong.empty();
  private long firstNumber;
  private int pastEnd;
  private int knownEnd;

  private record Past(double[] targets, double[] others) {}

  private record Known(double[] values, OptionalLong epochMillis) {}

  /**
   * Before the first row.
   *
   * @param table what rows are read from
   * @param row the first, which is not read yet
   * @throws InvalidDataException if the model knows no scale for the series
   */
  SeriesFollower(Forecast task, FittedForecast fitted, TableRows table, SeriesRow row) {
    this.task = task;
    this.fitted = fitted;
    this.table = table;
    like = fitted.scales().like(row.series());
    scalers = fitted.scales().of(like);
    steps = new StepInputs(task, fitted.headings(), scalers, fitted.scaled(row.statics()));
    hasKnown = fitted.scales().count(Role.KNOWN) > 0;
  }

  /** The series of the run's data that this one is taken for. */
  String like() {
    return like;
  }

  /** How many steps are known in full. */
  int steps() {
    return pastEnd;
  }

  /** How many steps after those are known ahead. */
  int stepsAhead() {
    return ahead.size();
  }

  /**
   * Reads the next step.
   *
   * @throws InvalidDataException if a value is missing or too large
   */
  void read(SeriesRow row) {
    if (knownEnd == 0) {
      first = row.epochMillis();
      firstNumber = firstNumber();
    }
    known.add(
        new Known(
            steps.known(row.values(), zoned(row.epochMillis()), number(knownEnd)),
            row.epochMillis()));
    knownEnd++;
    ahead.add(row.values());
    if (!hasKnown || hasTarget(row.values())) {
      for (double[] values : ahead) {
        past.add(new Past(steps.targets(values), steps.others(values)));
        pastEnd++;
      }
      ahead.clear();
    }
  }

  private boolean hasTarget(double[] values) {
    return IntStream.range(0, values.length)
        .anyMatch(c -> fitted.headings().get(c).role() == Role.TARGET && !Double.isNaN(values[c]));
  }

  /** The number of the first step, counted from the start of the series that was trained on. */
  private long firstNumber() {
    if (!fitted.starts().containsKey(like) || first.isEmpty() || table.step().isEmpty()) {
      return 0;
    }
    long start = fitted.starts().get(like);
    long from = Math.min(start, first.getAsLong());
    long to = Math.max(start, first.getAsLong());
    long count = table.step().get().count(from, table.zone(), to);
    boolean whole = table.step().get().after(from, table.zone(), count) == to;
    if (!whole && !task.features().fourier().isEmpty()) {
      throw new InvalidDataException(
          ("the time is not a whole number of steps of %s away from %s, where the data of the run"
                  + " began; its \"fourier\" features count steps from there")
              .formatted(table.step().get(), table.time(start)));
    }
    return first.getAsLong() < start ? -count : count;
  }

  private long number(int step) {
    return firstNumber + step;
  }

  private Optional<ZonedDateTime> zoned(OptionalLong epochMillis) {
    return epochMillis.isEmpty()
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli(epochMillis.getAsLong()).atZone(table.zone()));
  }

  /** The time of a step that was read and is still held, or of one to come. */
  OptionalLong epochMillis(int step) {
    if (step >= knownEnd) {
      return first.isEmpty() || table.step().isEmpty()
          ? OptionalLong.empty()
          : OptionalLong.of(table.step().get().after(first.getAsLong(), table.zone(), step));
    }
    Iterator<Known> latest = known.descendingIterator();
    Known at = latest.next();
    for (int t = knownEnd - 1; t > step; t--) {
      at = latest.next();
    }
    return at.epochMillis();
  }

  /** Whether a forecast from an origin can be made. */
  boolean covers(int origin, int horizon) {
    return origin >= task.fewestSteps()
        && origin <= pastEnd
        && (!hasKnown || origin + horizon <= knownEnd);
  }

  /**
   * The window before an origin and what is known of the steps after it.
   *
   * @param origin covered, and not below one that was asked for or forgotten before
   * @param horizon how many steps are to come
   */
  ModelInputs window(int origin, int horizon) {
    forget(origin);
    int window = Math.min(task.window(), origin);
    List<double[]> targets = new ArrayList<>();
    List<double[]> others = new ArrayList<>();
    for (Past step : past) {
      if (targets.size() < window) {
        targets.add(step.targets());
        others.add(step.others());
      }
    }
    List<double[]> knownAhead = new ArrayList<>();
    for (Known step : known) {
      if (knownAhead.size() < window + horizon) {
        knownAhead.add(step.values());
      }
    }
    double[] none = new double[fitted.headings().size()];
    for (int t = origin - window + knownAhead.size(); t < origin + horizon; t++) {
      knownAhead.add(steps.known(none, zoned(epochMillis(t)), number(t)));
    }
    // The steps to come are not there to be read.
    double[] unknown = new double[targets.get(0).length];
    Arrays.fill(unknown, Double.NaN);
    for (int h = 0; h < horizon; h++) {
      targets.add(unknown);
    }
    return new ModelInputs(
        targetScalers(),
        ModelInputs.columns(targets, unknown.length),
        ModelInputs.columns(others, others.get(0).length),
        ModelInputs.columns(knownAhead, knownAhead.get(0).length));
  }

  private List<Scaler> targetScalers() {
    return IntStream.range(0, scalers.size())
        .filter(c -> fitted.headings().get(c).role() == Role.TARGET)
        .mapToObj(scalers::get)
        .toList();
  }

  /** Forgets the steps that no window needs whose origin is this or later. */
  void forget(int origin) {
    int from = origin - task.window();
    while (pastEnd - past.size() < from) {
      past.remove();
    }
    while (knownEnd - known.size() < from) {
      known.remove();
    }
  }
}
