package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Batch;
import dev.carousel.data.InvalidDataException;
import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.feature.Features;
import dev.carousel.timeseries.feature.Fourier;
import dev.carousel.timeseries.scale.BoxCox;
import dev.carousel.timeseries.scale.LogStandard;
import dev.carousel.timeseries.scale.MinMax;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Robust;
import dev.carousel.timeseries.scale.Scale;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.scale.Unscaled;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.timeseries.split.Chronological;
import dev.carousel.timeseries.split.Cut;
import dev.carousel.timeseries.split.RollingOrigin;
import dev.carousel.train.Baseline;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/**
 * Whatever comes later is changed; whatever is known or done earlier must stay the same to the bit.
 */
class LeakPropertiesTest {
  /**
   * A task over a random series, cut into parts that fit. Its columns are a target, a second one or
   * a covariate of the past, and a covariate that is known ahead. The seed decides the values,
   * which of the two the second column is, whether some are missing, and how many rounds of a
   * backtest come after this one.
   */
  record Setting(
      int window,
      int horizon,
      int stride,
      int valid,
      int test,
      Scale scale,
      Center center,
      WindowScale windowScale,
      boolean masks,
      long seed) {
    int trainEnd() {
      return window + horizon + 3;
    }

    int validEnd() {
      return trainEnd() + horizon + valid;
    }

    int testEnd() {
      return validEnd() + horizon + test;
    }

    int rounds() {
      return 1 + Math.floorMod(seed, 3);
    }

    int steps() {
      return testEnd() + (rounds() - 1) * (horizon + test);
    }

    boolean gaps() {
      return seed < 0;
    }

    Role second() {
      return Math.floorMod(seed, 2) == 0 ? Role.PAST : Role.TARGET;
    }

    double[][] values() {
      RandomStream random = new RandomStream(seed);
      double[][] values = new double[3][steps()];
      for (double[] column : values) {
        Arrays.setAll(
            column,
            t -> {
              double value = random.nextDouble(1, 100);
              return gaps() && t > 0 && random.nextDouble(0, 1) < 0.2 ? Double.NaN : value;
            });
      }
      return values;
    }

    /**
     * The values with others from a step to another, some of them missing where some may be. What
     * is known ahead stays the same.
     */
    double[][] changed(double[][] values, int from, int to) {
      double[][] changed = values.clone();
      for (int column = 0; column < 2; column++) {
        changed[column] = values[column].clone();
        for (int t = from; t < to; t++) {
          boolean missing = gaps() && t > from && (t + column) % 3 == 0;
          changed[column][t] = missing ? Double.NaN : 1000 + 17 * t + column;
        }
      }
      return changed;
    }

    PreparedTask prepare(double[][] values) {
      Cut cut =
          rounds() == 1
              ? new Chronological(horizon + valid, horizon + test)
              : new RollingOrigin(rounds(), 0, horizon + valid, horizon + test);
      Series series =
          InMemory.series(
              "made-up",
              List.of(
                  new Column("y", Role.TARGET, values[0]),
                  new Column("x", second(), values[1]),
                  new Column("k", Role.KNOWN, values[2])),
              Map.of());
      ForecastSettings task =
          ForecastSettings.of(series)
              .missing(
                  masks
                      ? MissingValues.MASK
                      : gaps() ? MissingValues.FORWARD : MissingValues.REFUSE)
              .window(window)
              .horizon(horizon)
              .stride(stride)
              .split(cut)
              .scale(scale)
              .center(center)
              .windowScale(windowScale)
              .features(new Features(List.of(), List.of(new Fourier(5, 2))))
              .baselines(BaselineKind.values());
      try {
        return task.prepare();
      } catch (InvalidDataException e) {
        // With gaps there may be nothing to forecast, or no two values that follow each other.
        Assume.that(
            !(gaps()
                && (e.getMessage().contains("to be forecast in the")
                    || e.getMessage().contains("hold no two values"))));
        throw e;
      }
    }
  }

  private record InWindow(Center center, WindowScale windowScale, boolean masks) {}

  @Provide
  Arbitrary<Setting> settings() {
    Arbitrary<Integer> sizes = Arbitraries.integers().between(1, 6);
    Arbitrary<Integer> extras = Arbitraries.integers().between(0, 8);
    return Combinators.combine(
            sizes,
            sizes,
            Arbitraries.integers().between(1, 3),
            extras,
            extras,
            Arbitraries.<Scale>of(
                new Unscaled(),
                new Standard(Per.SERIES),
                new MinMax(Per.ALL),
                new Robust(Per.SERIES),
                new LogStandard(Per.SERIES),
                new BoxCox(Per.SERIES)),
            Combinators.combine(
                    Arbitraries.of(Center.class),
                    Arbitraries.of(WindowScale.class),
                    Arbitraries.of(true, false))
                .as(InWindow::new),
            Arbitraries.longs())
        .as(
            (window, horizon, stride, valid, test, scale, inWindow, seed) ->
                new Setting(
                    window,
                    horizon,
                    stride,
                    valid,
                    test,
                    scale,
                    inWindow.center(),
                    inWindow.windowScale(),
                    inWindow.masks(),
                    seed))
        .withoutEdgeCases();
  }

  /**
   * What a model is shown of a part, window by window in their order, and what it is told to give.
   */
  private static List<float[][]> windows(PreparedTask task, Split split) {
    List<float[][]> windows = new ArrayList<>();
    task.batches(split, 1).forEach(batch -> windows.add(arrays(batch)));
    return windows;
  }

  /** Inputs, targets and which of them count. */
  private static float[][] arrays(Batch batch) {
    Targets.Values targets = (Targets.Values) batch.targets();
    float[] weights = targets.weights();
    if (weights == null) {
      weights = new float[targets.values().length];
      Arrays.fill(weights, 1);
    }
    // What is not known is filled with what was known before, which is not to be learned.
    return new float[][] {InMemory.past(batch), InMemory.known(batch), targets.values(), weights};
  }

  private static List<float[][]> trainingBatches(PreparedTask task, long seed) {
    List<float[][]> batches = new ArrayList<>();
    task.trainingBatches(3, new RandomStream(seed)).forEach(batch -> batches.add(arrays(batch)));
    return batches;
  }

  private static void assertSame(List<float[][]> actual, List<float[][]> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i)).isDeepEqualTo(expected.get(i));
    }
  }

  @Property(tries = 500, seed = "1")
  void trainingKnowsNothingOfValidationAndTest(@ForAll("settings") Setting setting) {
    double[][] values = setting.values();
    PreparedTask task = setting.prepare(values);
    PreparedTask other =
        setting.prepare(setting.changed(values, setting.trainEnd(), setting.steps()));
    assertSame(trainingBatches(other, 5), trainingBatches(task, 5));
    assertSame(windows(other, Split.TRAIN), windows(task, Split.TRAIN));
    // Scale and MASE scale alike: the same outputs are measured the same.
    assertThat(InMemory.figuresOfZeros(other, Split.TRAIN, 4))
        .isEqualTo(InMemory.figuresOfZeros(task, Split.TRAIN, 4));
  }

  @Property(tries = 500, seed = "1")
  void validationKnowsNothingOfTest(@ForAll("settings") Setting setting) {
    double[][] values = setting.values();
    PreparedTask task = setting.prepare(values);
    PreparedTask other =
        setting.prepare(setting.changed(values, setting.validEnd(), setting.steps()));
    assertSame(windows(other, Split.VALID), windows(task, Split.VALID));
    assertThat(InMemory.figuresOfZeros(other, Split.VALID, 4))
        .isEqualTo(InMemory.figuresOfZeros(task, Split.VALID, 4));
  }

  @Property(tries = 500, seed = "1")
  void aRoundKnowsNothingOfWhatComesAfterIt(
      @ForAll("settings") Setting setting, @ForAll Split split) {
    Assume.that(setting.rounds() > 1);
    double[][] values = setting.values();
    PreparedTask task = setting.prepare(values);
    PreparedTask other =
        setting.prepare(setting.changed(values, setting.testEnd(), setting.steps()));
    assertSame(windows(other, split), windows(task, split));
    assertThat(InMemory.figuresOfZeros(other, split, 4))
        .isEqualTo(InMemory.figuresOfZeros(task, split, 4));
  }

  /**
   * The inputs of a window, and the level taken from them, do not change with anything from its
   * origin on.
   */
  @Property(tries = 500, seed = "1")
  void inputsEndBeforeTheOrigin(
      @ForAll("settings") Setting drawn,
      @ForAll Split split,
      @ForAll @IntRange(max = 100) int index) {
    // Without a scale, so that training values may be changed too.
    Setting setting =
        new Setting(
            drawn.window,
            drawn.horizon,
            drawn.stride,
            drawn.valid,
            drawn.test,
            new Unscaled(),
            drawn.center,
            drawn.windowScale,
            drawn.masks,
            drawn.seed);
    double[][] values = setting.values();
    List<float[][]> all = windows(setting.prepare(values), split);
    int chosen = index % all.size();
    int start =
        switch (split) {
          case TRAIN -> setting.window();
          case VALID -> setting.trainEnd();
          case TEST -> setting.validEnd();
        };
    int origin = start + chosen * setting.stride();
    float[] past = all.get(chosen)[0];
    float[] known = all.get(chosen)[1];

    PreparedTask later = setting.prepare(setting.changed(values, origin, setting.steps()));
    assertThat(windows(later, split).get(chosen)[0]).containsExactly(past);
    assertThat(windows(later, split).get(chosen)[1]).containsExactly(known);

    // That this notices anything at all: the last covariate does change.
    if (setting.second() == Role.PAST) {
      PreparedTask earlier = setting.prepare(setting.changed(values, origin - 1, origin));
      assertThat(windows(earlier, split).get(chosen)[0]).isNotEqualTo(past);
    }
  }

  /** Neither when the simple methods are fitted nor when they forecast. */
  @Property(tries = 100, seed = "1")
  void baselinesKnowNothingOfTest(@ForAll("settings") Setting setting) {
    double[][] values = setting.values();
    PreparedTask task = setting.prepare(values);
    PreparedTask other =
        setting.prepare(setting.changed(values, setting.validEnd(), setting.steps()));
    List<Baseline> all = baselines(task);
    List<Baseline> others = baselines(other);
    for (int i = 0; i < all.size(); i++) {
      for (Split split : List.of(Split.TRAIN, Split.VALID)) {
        assertThat(others.get(i).metrics().get(split)).isEqualTo(all.get(i).metrics().get(split));
      }
    }
  }

  private static List<Baseline> baselines(PreparedTask task) {
    try {
      return task.baselines();
    } catch (InvalidDataException e) {
      // With gaps no horizon of the training part may be whole.
      Assume.that(!e.getMessage().contains("the baseline 'linear' cannot be fitted"));
      throw e;
    }
  }

  /**
   * Forecasts are brought back to the unit of the series exactly: a model that gives the targets
   * makes no error.
   */
  @Property(tries = 500, seed = "1")
  void perfectOutputsMakeNoError(@ForAll("settings") Setting setting, @ForAll Split split) {
    // The way back from a power stretches errors by what the values happen to be.
    Assume.that(!(setting.scale() instanceof BoxCox));
    PreparedTask task = setting.prepare(setting.values());
    double mae = task.evaluate(split, b -> ((Targets.Values) b.targets()).values(), 3).get("mae");
    // Targets are float32: their half ulp, 2^-24 of the scaled value, times the factor, is at most
    // 2^-24 of the largest
    // distance from the level, below 100 (in logarithms: below 4.7, times a value below 100).
    assertThat(mae).isLessThan(500 * 0x1p-24);
  }
}
