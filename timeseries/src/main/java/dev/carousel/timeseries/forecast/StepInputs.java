package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The steps of one series as models read them, one after another. What is known of a step ahead may
 * be read before the rest of it.
 */
final class StepInputs {
  private final Forecast task;
  private final List<ColumnInput> columns = new ArrayList<>();
  private final int[] targets;
  private final int[] past;
  private final int[] known;
  private final int[] marked;
  private final double[] statics;

  /**
   * Before the first step.
   *
   * @param task says how
   * @param headings the columns of the series
   * @param scalers theirs, fitted to the training part
   * @param statics the scaled statics
   */
  StepInputs(Forecast task, List<Heading> headings, List<Scaler> scalers, double[] statics) {
    this.task = task;
    this.statics = statics;
    targets = columns(headings, role -> role == Role.TARGET);
    past = columns(headings, role -> role == Role.PAST);
    known = columns(headings, role -> role == Role.KNOWN);
    marked =
        task.missing() == MissingValues.MASK
            ? columns(headings, role -> role != Role.KNOWN)
            : new int[0];
    for (int c = 0; c < headings.size(); c++) {
      columns.add(
          new ColumnInput(headings.get(c).name(), scalers.get(c), task.missing(), task.window()));
    }
  }

  private static int[] columns(List<Heading> headings, Predicate<Role> chosen) {
    return IntStream.range(0, headings.size())
        .filter(c -> chosen.test(headings.get(c).role()))
        .toArray();
  }

  /** The number of columns of a role. */
  static int count(List<Heading> headings, Role role) {
    return (int) headings.stream().filter(heading -> heading.role() == role).count();
  }

  /** How many values of a past step are neither targets nor known ahead. */
  static int past(Forecast task, List<Heading> headings) {
    int past = count(headings, Role.PAST);
    int marked = past + count(headings, Role.TARGET);
    return past + (task.missing() == MissingValues.MASK ? 2 * marked : 0);
  }

  /** How many values of a step are known ahead. */
  static int known(Forecast task, List<Heading> headings, int statics) {
    return count(headings, Role.KNOWN) + task.features().count() + statics;
  }

  /**
   * Reads what is known ahead of the next step.
   *
   * @param values by column; those of other columns are not looked at
   * @param time when the step is
   * @param number its number, as {@link dev.carousel.timeseries.feature.Features#at} counts
   * @return the known columns, the features, the statics
   * @throws InvalidDataException if a value cannot be read; the message does not say where
   */
  double[] known(double[] values, Optional<ZonedDateTime> time, long number) {
    return joined(read(values, known), task.features().at(time, number), statics);
  }

  /**
   * Reads the targets of the next step; {@link #others} follows.
   *
   * @param values by column; those of other columns are not looked at
   * @return the targets
   * @throws InvalidDataException if a value cannot be read; the message does not say where
   */
  double[] targets(double[] values) {
    return read(values, targets);
  }

  /**
   * Reads the other past columns of the same step.
   *
   * @param values by column; those of other columns are not looked at
   * @return those columns, and what is marked of them and the targets
   * @throws InvalidDataException if a value cannot be read; the message does not say where
   */
  double[] others(double[] values) {
    double[] read = read(values, past);
    double[] marks = new double[2 * marked.length];
    for (int i = 0; i < marked.length; i++) {
      marks[2 * i] = columns.get(marked[i]).measured();
      marks[2 * i + 1] = columns.get(marked[i]).ago();
    }
    return joined(read, marks);
  }

  private double[] read(double[] values, int[] which) {
    double[] read = new double[which.length];
    for (int i = 0; i < read.length; i++) {
      read[i] = columns.get(which[i]).next(values[which[i]]);
    }
    return read;
  }

  private static double[] joined(double[]... parts) {
    double[] joined = new double[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int next = 0;
    for (double[] part : parts) {
      System.arraycopy(part, 0, joined, next, part.length);
      next += part.length;
    }
    return joined;
  }
}
