package dev.carousel.timeseries.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;

/** What holds for every method, on series with gaps. */
class BaselineMethodPropertiesTest {
  private static List<BaselineMethod> methods(History training) {
    return List.of(
        new Naive(),
        new SeasonalNaive(4),
        new Drift(),
        Ets.fit(training, 4),
        Theta.fit(training, 4),
        WindowRegression.fit(training, 5, 1, 0.1));
  }

  private static History series(long seed, int end, double rest) {
    RandomStream random = new RandomStream(seed);
    double[] values = new double[end + 3];
    boolean[] observed = new boolean[values.length];
    for (int t = 0; t < values.length; t++) {
      double value = 50 + 10 * random.nextGaussian() + (t % 4) * 5;
      // At least some windows are whole.
      observed[t] = t < 12 || random.nextInt(4) > 0;
      values[t] = observed[t] && t < end ? value : rest;
      observed[t] |= t >= end;
    }
    return new History(values, observed, end);
  }

  @Property(tries = 25)
  void nothingUnknownIsLookedAt(
      @ForAll long seed,
      @ForAll @IntRange(min = 20, max = 60) int end,
      @ForAll @DoubleRange(min = -1e6, max = 1e6) double rest) {
    History poisoned = series(seed, end, Double.NaN);
    History other = series(seed, end, rest);
    List<BaselineMethod> methods = methods(poisoned);
    List<BaselineMethod> others = methods(other);
    for (int i = 0; i < methods.size(); i++) {
      GaussianForecast forecast = methods.get(i).forecast(poisoned, 1);
      GaussianForecast same = others.get(i).forecast(other, 1);
      assertThat(forecast.means()).as("%s", methods.get(i)).doesNotContain(Double.NaN);
      assertThat(forecast.means()).as("%s", methods.get(i)).containsExactly(same.means());
      assertThat(forecast.deviations()).as("%s", methods.get(i)).containsExactly(same.deviations());
    }
  }

  @Property(tries = 10)
  void theUnitDoesNotMatter(@ForAll long seed, @ForAll @IntRange(min = -20, max = 20) int power) {
    // A power of two, so that only the order of roundings can differ.
    double unit = Math.scalb(1.0, power);
    History history = series(seed, 40, 0);
    double[] scaled = history.values().clone();
    for (int t = 0; t < scaled.length; t++) {
      scaled[t] *= unit;
    }
    History other = new History(scaled, history.observed(), history.end());
    List<BaselineMethod> methods = methods(history);
    List<BaselineMethod> others = methods(other);
    for (int i = 0; i < methods.size(); i++) {
      assertThat(others.get(i).forecast(other, 1).means()[0] / unit)
          .as("%s", methods.get(i))
          .isCloseTo(methods.get(i).forecast(history, 1).means()[0], within(1e-9));
    }
  }
}
