package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.series.Heading;
import dev.carousel.timeseries.series.Role;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The steps of one series as models read them, one after another. What is known of a step ahead may
 * be read before the rest of it.
 */
final class StepInputs {
  private final Forecast task;
  private final List<Heading> headings;
  private final List<ColumnInput> columns = new ArrayList<>();
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
    this.headings = headings;
    this.statics = statics;
    for (int c = 0; c < headings.size(); c++) {
      columns.add(
          new ColumnInput(headings.get(c).name(), scalers.get(c), task.missing(), task.window()));
    }
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
    double[] known = new double[known(task, headings, statics.length)];
    int next = 0;
    for (int c = 0; c < values.length; c++) {
      if (headings.get(c).role() == Role.KNOWN) {
        known[next++] = columns.get(c).next(values[c]);
      }
    }
    double[] features = task.features().at(time, number);
    System.arraycopy(features, 0, known, next, features.length);
    System.arraycopy(statics, 0, known, next + features.length, statics.length);
    return known;
  }

  /**
   * Reads the targets of the next step; {@link #others} follows.
   *
   * @param values by column; those of other columns are not looked at
   * @return the targets
   * @throws InvalidDataException if a value cannot be read; the message does not say where
   */
  double[] targets(double[] values) {
    return read(values, Role.TARGET);
  }

  /**
   * Reads the other past columns of the same step.
   *
   * @param values by column; those of other columns are not looked at
   * @return those columns, and what is marked of them and the targets
   * @throws InvalidDataException if a value cannot be read; the message does not say where
   */
  double[] others(double[] values) {
    double[] read = read(values, Role.PAST);
    double[] others = new double[past(task, headings)];
    System.arraycopy(read, 0, others, 0, read.length);
    int next = read.length;
    for (int c = 0; c < values.length && next < others.length; c++) {
      if (headings.get(c).role() != Role.KNOWN) {
        others[next] = columns.get(c).measured();
        others[next + 1] = columns.get(c).ago();
        next += 2;
      }
    }
    return others;
  }

  private double[] read(double[] values, Role role) {
    double[] read = new double[count(headings, role)];
    int next = 0;
    for (int c = 0; c < values.length; c++) {
      if (headings.get(c).role() == role) {
        read[next++] = columns.get(c).next(values[c]);
      }
    }
    return read;
  }
}
