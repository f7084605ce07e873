package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import java.util.ArrayList;
import java.util.List;

/**
 * A series as models see it: scaled, with missing values replaced by the last known ones.
 *
 * @param series the series
 * @param scalers of the targets
 * @param targets [targets][steps]
 * @param past [others][steps], which only past steps have
 * @param known [known][steps], which steps to come have, too
 */
record SeriesInputs(
    Series series, List<Scaler> scalers, double[][] targets, double[][] past, double[][] known) {
  /**
   * Makes the inputs.
   *
   * @param task says how
   * @param series the series
   * @param all for each of its columns the scale
   * @param statics scaled
   */
  static SeriesInputs of(Forecast task, Series series, List<Scaler> all, double[] statics) {
    List<double[]> targets = new ArrayList<>();
    List<double[]> past = new ArrayList<>();
    List<double[]> known = new ArrayList<>();
    List<double[]> marks = new ArrayList<>();
    List<Scaler> scalers = new ArrayList<>();
    for (int c = 0; c < all.size(); c++) {
      Column column = series.columns().get(c);
      double[] filled = filled(task, series, column, all.get(c));
      switch (column.role()) {
        case TARGET -> {
          targets.add(filled);
          scalers.add(all.get(c));
        }
        case PAST -> past.add(filled);
        case KNOWN -> known.add(filled);
      }
      if (task.missing() == MissingValues.MASK && column.role() != Role.KNOWN) {
        marks.addAll(marks(column, task.window()));
      }
    }
    past.addAll(marks);
    for (Column feature : task.features().of(series, 0)) {
      known.add(feature.values());
    }
    for (double value : statics) {
      double[] constant = new double[series.steps()];
      java.util.Arrays.fill(constant, value);
      known.add(constant);
    }
    return new SeriesInputs(
        series,
        scalers,
        targets.toArray(double[][]::new),
        past.toArray(double[][]::new),
        known.toArray(double[][]::new));
  }

  private static double[] filled(Forecast task, Series series, Column column, Scaler scaler) {
    double[] scaled = new double[column.values().length];
    for (int t = 0; t < scaled.length; t++) {
      double value = column.values()[t];
      if (column.isKnown(t)) {
        scaled[t] = scaler.apply(value);
        if (!Float.isFinite((float) scaled[t])) {
          throw new InvalidDataException(
              ("%s: %s in column '%s' is too large for single precision when scaled; give it "
                      + "in a larger unit")
                  .formatted(series.place().apply(t), value, column.name()));
        }
      } else if (task.missing() == MissingValues.REFUSE) {
        throw new InvalidDataException(
            ("%s: the value of column '%s' is missing; set \"missing\" of the task to "
                    + "\"forward\"")
                .formatted(series.place().apply(t), column.name()));
      } else if (t == 0 && task.missing() == MissingValues.FORWARD) {
        throw new InvalidDataException(
            ("%s: the value of column '%s' is missing with none before it to fill it with; "
                    + "start the series later")
                .formatted(series.place().apply(t), column.name()));
      } else {
        scaled[t] = t == 0 ? 0 : scaled[t - 1];
      }
    }
    return scaled;
  }

  /** Whether each value was measured, and how long ago the latest one was. */
  private static List<double[]> marks(Column column, int window) {
    int steps = column.values().length;
    double[] measured = new double[steps];
    double[] ago = new double[steps];
    int since = window;
    for (int t = 0; t < steps; t++) {
      since = column.isKnown(t) ? 0 : Math.min(window, since + 1);
      measured[t] = column.isKnown(t) ? 1 : 0;
      ago[t] = (double) since / window;
    }
    return List.of(measured, ago);
  }

  /** The column of a target. */
  Column target(int k) {
    return series.columns(Role.TARGET).get(k);
  }

  /** What numbers of a target stand for in the window before an origin. */
  Unit unit(Forecast task, int k, int origin) {
    double level = task.center().of(targets[k], origin - task.window(), origin);
    double spread = task.windowScale().of(targets[k], level, origin - task.window(), origin);
    return new Unit(scalers.get(k), level, spread);
  }
}
