package dev.carousel.timeseries.forecast;

import dev.carousel.data.InvalidDataException;
import dev.carousel.timeseries.baseline.History;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.train.Signature;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A series and how models see it: scaled, with missing values replaced by the last known ones.
 *
 * @param series the series
 * @param trainEnd the step after the last of its training part
 * @param model its steps as models read them
 */
record SeriesInputs(Series series, int trainEnd, ModelInputs model) {
  /**
   * Makes the inputs of all series.
   *
   * @param task says how
   * @param set the series
   * @param trainEnds for each series the step after the last of its training part
   * @param fitted to those parts
   * @throws InvalidDataException if a value is missing or cannot be scaled
   */
  static List<SeriesInputs> of(
      Forecast task, SeriesSet set, int[] trainEnds, FittedForecast fitted) {
    List<SeriesInputs> inputs = new ArrayList<>();
    for (int s = 0; s < set.series().size(); s++) {
      Series each = set.series().get(s);
      task.features().require(each, 0);
      List<Scaler> scalers = fitted.scales().of(each.name());
      StepInputs steps =
          new StepInputs(task, fitted.headings(), scalers, fitted.scaled(each.statics()));
      inputs.add(new SeriesInputs(each, trainEnds[s], model(task, each, fitted, scalers, steps)));
    }
    return List.copyOf(inputs);
  }

  private static ModelInputs model(
      Forecast task, Series series, FittedForecast fitted, List<Scaler> scalers, StepInputs steps) {
    List<double[]> targets = new ArrayList<>();
    List<double[]> others = new ArrayList<>();
    List<double[]> known = new ArrayList<>();
    for (int t = 0; t < series.steps(); t++) {
      int step = t;
      double[] values = series.columns().stream().mapToDouble(c -> c.values()[step]).toArray();
      try {
        targets.add(steps.targets(values));
        others.add(steps.others(values));
        known.add(steps.known(values, series.times().map(times -> times.at(step)), step));
      } catch (InvalidDataException e) {
        throw new InvalidDataException(series.place().apply(t) + ": " + e.getMessage(), e);
      }
    }
    Signature.Ahead ahead = fitted.ahead(task);
    return new ModelInputs(
        IntStream.range(0, scalers.size())
            .filter(c -> series.columns().get(c).role() == Role.TARGET)
            .mapToObj(scalers::get)
            .toList(),
        ModelInputs.columns(targets, ahead.values()),
        ModelInputs.columns(others, ahead.past()),
        ModelInputs.columns(known, ahead.known()));
  }

  /** The column of a target. */
  Column target(int k) {
    return series.columns(Role.TARGET).get(k);
  }

  /** What is known of a target before a step. */
  History history(int k, int end) {
    return new History(target(k).values(), observed(k), end);
  }

  /** [targets][steps], which values are known. */
  boolean[][] observed() {
    boolean[][] all = new boolean[model.targets().length][];
    Arrays.setAll(all, this::observed);
    return all;
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
}
