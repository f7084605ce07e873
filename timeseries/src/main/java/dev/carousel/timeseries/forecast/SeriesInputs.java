package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.baseline.History;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A series as models see it: scaled, with missing values replaced by the last known ones.
 *
 * @param series the series
 * @param trainEnd the step after the last of its training part
 * @param scalers of the targets
 * @param targets [targets][steps]
 * @param past [others][steps], which only past steps have
 * @param known [known][steps], which steps to come have, too
 */
record SeriesInputs(
    Series series,
    int trainEnd,
    List<Scaler> scalers,
    double[][] targets,
    double[][] past,
    double[][] known) {
  /**
   * Makes the inputs of all series.
   *
   * @param task says how
   * @param set the series
   * @param trainEnds for each series the step after the last of its training part, which scales are
   *     fitted to
   * @throws InvalidDataException if a value is missing or cannot be scaled
   */
  static List<SeriesInputs> of(Forecast task, SeriesSet set, int[] trainEnds) {
    List<Series> all = set.series();
    List<List<Scaler>> byColumn = new ArrayList<>();
    for (int column = 0; column < all.get(0).columns().size(); column++) {
      byColumn.add(task.scale().fit(all, column, trainEnds));
    }
    double[][] statics = statics(all);
    List<SeriesInputs> inputs = new ArrayList<>();
    for (int s = 0; s < all.size(); s++) {
      int number = s;
      List<Scaler> scalers = byColumn.stream().map(column -> column.get(number)).toList();
      inputs.add(of(task, all.get(s), trainEnds[s], scalers, statics[s]));
    }
    return List.copyOf(inputs);
  }

  /**
   * By series and static, each of them to mean 0 and deviation 1 over the series; 0 where unknown.
   */
  private static double[][] statics(List<Series> all) {
    List<String> names = List.copyOf(all.get(0).statics().keySet());
    double[][] scaled = new double[all.size()][names.size()];
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      double[] values = all.stream().mapToDouble(each -> each.statics().get(name)).toArray();
      double[] known = Arrays.stream(values).filter(value -> !Double.isNaN(value)).toArray();
      if (known.length == 0) {
        throw new InvalidDataException(
            "no series has a value of the static '%s'; leave it out".formatted(name));
      }
      Scaler scaler = new Standard(Per.ALL).fit(known);
      for (int s = 0; s < values.length; s++) {
        scaled[s][i] = Double.isNaN(values[s]) ? 0 : scaler.apply(values[s]);
      }
    }
    return scaled;
  }

  private static SeriesInputs of(
      Forecast task, Series series, int trainEnd, List<Scaler> all, double[] statics) {
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
      Arrays.fill(constant, value);
      known.add(constant);
    }
    return new SeriesInputs(
        series,
        trainEnd,
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

  /** What is known of a target before a step. */
  History history(int k, int end) {
    return new History(target(k).values(), observed(k), end);
  }

  /** Which values of a target are known. */
  private boolean[] observed(int k) {
    Column target = target(k);
    boolean[] observed = new boolean[series.steps()];
    for (int t = 0; t < observed.length; t++) {
      observed[t] = target.isKnown(t);
    }
    return observed;
  }

  /** How the values of the targets become the numbers of the window before an origin. */
  WindowScaler[] windowScalers(Forecast task, int origin) {
    WindowScaler[] all = new WindowScaler[targets.length];
    for (int k = 0; k < all.length; k++) {
      double level = task.center().of(targets[k], origin - task.window(), origin);
      double spread = task.windowScale().of(targets[k], level, origin - task.window(), origin);
      all[k] = new WindowScaler(scalers.get(k), level, spread);
    }
    return all;
  }
}
