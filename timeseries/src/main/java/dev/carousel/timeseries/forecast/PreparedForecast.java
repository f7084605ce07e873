package dev.carousel.timeseries.forecast;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.loss.Loss;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.baseline.BaselineMethod;
import dev.carousel.timeseries.baseline.GaussianForecast;
import dev.carousel.timeseries.baseline.History;
import dev.carousel.timeseries.forecast.ForecastFigures.Measure;
import dev.carousel.timeseries.metric.SeasonalDifferences;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.series.SeriesSet;
import dev.carousel.timeseries.split.Parts;
import dev.carousel.timeseries.split.Windows;
import dev.carousel.train.Baseline;
import dev.carousel.train.Metric;
import dev.carousel.train.Predictor;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Signature;
import dev.carousel.train.Split;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/** A {@link Forecast} with its series in memory. */
final class PreparedForecast implements PreparedTask {
  private final Forecast task;
  private final List<Path> files;
  private final List<SeriesInputs> series = new ArrayList<>();
  private final List<Parts> parts;
  private final Map<Split, List<Window>> windows = new EnumMap<>(Split.class);
  private final WindowBatches batches;
  private final Telling telling;
  private final Measure[][] measures;

  /**
   * Scales the series and checks that every part can be used.
   *
   * @param task what to do
   * @param set what to do it with
   * @throws InvalidDataException if a part is too short, a value cannot be scaled, or MASE is
   *     undefined
   */
  PreparedForecast(Forecast task, SeriesSet set) {
    this.task = task;
    files = set.files();
    parts = set.series().stream().map(each -> task.split().cut(each.name(), each.steps())).toList();
    for (Split split : Split.values()) {
      windows.put(split, windows(set, split));
    }
    List<List<Scaler>> scalers = scalers(set);
    double[][] statics = statics(set);
    for (int s = 0; s < parts.size(); s++) {
      int number = s;
      List<Scaler> own = scalers.stream().map(column -> column.get(number)).toList();
      series.add(SeriesInputs.of(task, set.series().get(s), own, statics[s]));
    }
    boolean gaps =
        set.series().stream()
            .flatMap(each -> each.columns(Role.TARGET).stream())
            .anyMatch(PreparedForecast::hasGaps);
    batches = new WindowBatches(task, series, gaps);
    for (Split split : Split.values()) {
      requireTargets(split);
    }
    telling = new Telling(task.loss(), series.get(0).targets().length, task.paths());
    measures = measures();
  }

  private static boolean hasGaps(Column column) {
    return !IntStream.range(0, column.values().length).allMatch(column::isKnown);
  }

  /** The windows of a part, series after series. */
  private List<Window> windows(SeriesSet set, Split split) {
    List<Window> all = new ArrayList<>();
    int stride =
        split == Split.TRAIN ? task.stride() : task.evaluationStride().orElse(task.stride());
    for (int s = 0; s < parts.size(); s++) {
      Windows part =
          new Windows(
              task.window(),
              task.horizon(),
              stride,
              parts.get(s).start(split),
              parts.get(s).end(split));
      for (int i = 0; i < part.count(); i++) {
        all.add(new Window(s, part.origin(i)));
      }
    }
    if (all.isEmpty()) {
      throw tooShort(split, set.series().get(0), parts.get(0));
    }
    return List.copyOf(all);
  }

  private InvalidDataException tooShort(Split split, Series first, Parts cut) {
    int steps = cut.end(split) - cut.start(split);
    if (split == Split.TRAIN) {
      return Forecast.refused(
          "%s: a window of %d and a horizon of %d need %d steps to train on, %d of %d "
              + "are left; make the window or the other parts shorter",
          first.name(),
          task.window(),
          task.horizon(),
          (long) task.window() + task.horizon(),
          steps,
          first.steps());
    }
    return Forecast.refused(
        "%s: a horizon of %d steps does not fit into the %s part of %d; make the part "
            + "longer or the horizon shorter",
        first.name(), task.horizon(), name(split), steps);
  }

  private static String name(Split split) {
    return switch (split) {
      case TRAIN -> "training";
      case VALID -> "validation";
      case TEST -> "test";
    };
  }

  /** By column and series. */
  private List<List<Scaler>> scalers(SeriesSet set) {
    int[] ends = parts.stream().mapToInt(Parts::trainEnd).toArray();
    List<List<Scaler>> scalers = new ArrayList<>();
    for (int column = 0; column < set.series().get(0).columns().size(); column++) {
      scalers.add(task.scale().fit(set.series(), column, ends));
    }
    return scalers;
  }

  /** By series and static, each of them to mean 0 and deviation 1 over the series. */
  private static double[][] statics(SeriesSet set) {
    List<String> names = List.copyOf(set.series().get(0).statics().keySet());
    double[][] scaled = new double[set.series().size()][names.size()];
    for (int i = 0; i < names.size(); i++) {
      String name = names.get(i);
      double[] values =
          set.series().stream().mapToDouble(each -> each.statics().get(name)).toArray();
      double[] known = java.util.Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
      if (known.length == 0) {
        throw Forecast.refused("no series has a value of the static '%s'; leave it out", name);
      }
      Scaler scaler = new Standard(Per.SERIES).fit(known);
      for (int s = 0; s < values.length; s++) {
        scaled[s][i] = Double.isNaN(values[s]) ? 0 : scaler.apply(values[s]);
      }
    }
    return scaled;
  }

  private void requireTargets(Split split) {
    for (Window window : windows.get(split)) {
      SeriesInputs inputs = series.get(window.series());
      for (int k = 0; k < inputs.targets().length; k++) {
        for (int h = 0; h < task.horizon(); h++) {
          if (inputs.target(k).isKnown(window.origin() + h)) {
            return;
          }
        }
      }
    }
    throw Forecast.refused(
        "%s: every value of column '%s' to be forecast in the %s part is missing; "
            + "choose other parts",
        series.get(0).series().name(), series.get(0).target(0).name(), name(split));
  }

  private Measure[][] measures() {
    Measure[][] all = new Measure[series.size()][];
    boolean some = false;
    for (int s = 0; s < all.length; s++) {
      all[s] = new Measure[series.get(s).targets().length];
      for (int k = 0; k < all[s].length; k++) {
        all[s][k] = measure(s, series.get(s).target(k));
        some |= all[s][k].hasMase();
      }
    }
    if (!some) {
      throw withoutMase(all[0][0].seasonal());
    }
    return all;
  }

  private Measure measure(int s, Column target) {
    int end = parts.get(s).trainEnd();
    double seasonal =
        SeasonalDifferences.of(target.values(), observed(target), task.season(), end)
            .meanAbsolute();
    double[] known =
        IntStream.range(0, end)
            .filter(target::isKnown)
            .mapToDouble(t -> target.values()[t])
            .toArray();
    double deviation = known.length == 0 ? 1 : new Standard(Per.SERIES).fit(known).factor();
    return new Measure(seasonal, deviation);
  }

  private InvalidDataException withoutMase(double seasonal) {
    String series = this.series.get(0).series().name();
    String target = this.series.get(0).target(0).name();
    if (Double.isNaN(seasonal)) {
      return Forecast.refused(
          "%s: the %d steps to train on hold no two values of column '%s' a season of %d "
              + "apart; make the season shorter",
          series, parts.get(0).trainEnd(), target, task.season());
    }
    return Forecast.refused(
        "%s: column '%s' repeats itself exactly every %s in the training part, which "
            + "leaves MASE undefined; set another season or choose another series",
        series, target, task.season() == 1 ? "step" : task.season() + " steps");
  }

  private static boolean[] observed(Column column) {
    boolean[] observed = new boolean[column.values().length];
    for (int t = 0; t < observed.length; t++) {
      observed[t] = column.isKnown(t);
    }
    return observed;
  }

  @Override
  public Signature signature() {
    Signature.Ahead ahead = batches.ahead();
    return new Signature(ahead, ahead.values() * telling.parameters(), true);
  }

  @Override
  public Iterable<Batch> trainingBatches(int batchSize, RandomStream random) {
    List<Window> all = windows.get(Split.TRAIN);
    int[] order = IntStream.range(0, all.size()).toArray();
    random.shuffle(order);
    return batches(IntStream.of(order).mapToObj(all::get).toList(), batchSize);
  }

  private Iterable<Batch> batches(List<Window> chosen, int batchSize) {
    return () -> groups(chosen, batchSize).stream().map(batches::of).iterator();
  }

  private static List<List<Window>> groups(Collection<Window> chosen, int batchSize) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batchSize must be at least 1, got " + batchSize);
    }
    List<Window> all = List.copyOf(chosen);
    return IntStream.iterate(0, from -> from < all.size(), from -> from + batchSize)
        .mapToObj(from -> all.subList(from, Math.min(all.size(), from + batchSize)))
        .toList();
  }

  @Override
  public Loss loss() {
    return task.loss();
  }

  @Override
  public List<Metric> metrics() {
    return ForecastFigures.metrics(task.probabilistic());
  }

  @Override
  public List<Batch> batches(Split split, int batchSize) {
    return groups(windows.get(split), batchSize).stream().map(batches::of).toList();
  }

  @Override
  public Map<String, Double> evaluate(Split split, Predictor predictor, int batchSize) {
    ForecastFigures figures = new ForecastFigures(task.probabilistic(), measures);
    RandomStream random = new RandomStream(0).derive("paths");
    for (List<Window> some : groups(windows.get(split), batchSize)) {
      Unit[][] units = new Unit[some.size()][telling.values()];
      for (int row = 0; row < units.length; row++) {
        for (int k = 0; k < telling.values(); k++) {
          Window window = some.get(row);
          units[row][k] = series.get(window.series()).unit(task, k, window.origin());
        }
      }
      Told[][] told = telling.of(batches.of(some), predictor, units, random);
      for (int row = 0; row < units.length; row++) {
        add(figures, some.get(row), told[row]);
      }
    }
    return figures.figures();
  }

  private void add(ForecastFigures figures, Window window, Told[] told) {
    SeriesInputs inputs = series.get(window.series());
    for (int i = 0; i < told.length; i++) {
      int k = i % telling.values();
      int step = window.origin() + i / telling.values();
      if (inputs.target(k).isKnown(step)) {
        figures.add(window.series(), k, inputs.target(k).values()[step], told[i]);
      }
    }
  }

  /**
   * The simple methods on the very windows that models are measured on. A part that has a window
   * with too little before its origin is left out, which can be the training part alone.
   */
  @Override
  public List<Baseline> baselines() {
    List<Baseline> all = new ArrayList<>();
    for (BaselineKind kind : task.baselines()) {
      BaselineMethod[][] fitted = new BaselineMethod[series.size()][telling.values()];
      for (int s = 0; s < fitted.length; s++) {
        for (int k = 0; k < fitted[s].length; k++) {
          fitted[s][k] = kind.fit(history(s, k, parts.get(s).trainEnd()), task);
        }
      }
      Map<Split, Map<String, Double>> metrics = new EnumMap<>(Split.class);
      for (Split split : Split.values()) {
        int least = kind.least(task);
        if (windows.get(split).stream().allMatch(window -> window.origin() >= least)) {
          metrics.put(split, figures(split, fitted));
        }
      }
      all.add(new Baseline(kind.title(), metrics));
    }
    return all;
  }

  private History history(int s, int k, int end) {
    Column target = series.get(s).target(k);
    return new History(target.values(), observed(target), end);
  }

  private Map<String, Double> figures(Split split, BaselineMethod[][] fitted) {
    ForecastFigures figures = new ForecastFigures(task.probabilistic(), measures);
    for (Window window : windows.get(split)) {
      Told[] told = new Told[task.horizon() * telling.values()];
      for (int k = 0; k < telling.values(); k++) {
        GaussianForecast forecast =
            fitted[window.series()][k].forecast(
                history(window.series(), k, window.origin()), task.horizon());
        for (int h = 0; h < task.horizon(); h++) {
          told[h * telling.values() + k] = told(forecast, h);
        }
      }
      add(figures, window, told);
    }
    return figures.figures();
  }

  private static Told told(GaussianForecast forecast, int h) {
    double mean = forecast.means()[h];
    double deviation = forecast.deviations()[h];
    if (!(deviation > 0)) {
      return Told.of(mean);
    }
    NormalDistribution normal = NormalDistribution.of(mean, deviation);
    return new Told() {
      @Override
      public double mean() {
        return mean;
      }

      @Override
      public double quantile(double probability) {
        return normal.inverseCumulativeProbability(probability);
      }
    };
  }

  @Override
  public List<Path> files() {
    return files;
  }
}
