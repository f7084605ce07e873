package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.Batch;
import dev.carousel.loss.MeanSquaredError;
import dev.carousel.random.RandomStream;
import dev.carousel.timeseries.distribution.Gaussian;
import dev.carousel.timeseries.scale.Per;
import dev.carousel.timeseries.scale.Scaler;
import dev.carousel.timeseries.scale.Standard;
import dev.carousel.timeseries.series.Column;
import dev.carousel.timeseries.series.Role;
import dev.carousel.timeseries.series.Series;
import dev.carousel.train.PreparedTask;
import dev.carousel.train.Split;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** Forecasts of a model that is known in closed form: z(t) ~ N(φ z(t-1), σ²). */
class ModelForecastsTest {
  private static final double PHI = 0.7;
  private static final double SIGMA = 0.5;
  private static final int HORIZON = 3;
  private static final int PATHS = 20_000;

  /** Scaled by 10 and shifted by 5, with a level and a spread. */
  private static List<ModelForecasts.Row> rows(long seed) {
    Scaler scaler = new Standard(Per.ALL).fit(new double[] {-5, 15});
    RandomStream random = new RandomStream(seed);
    return List.of(
        new ModelForecasts.Row(
            new WindowScaler[] {new WindowScaler(scaler, 2, 4)}, random.derive("first")),
        new ModelForecasts.Row(
            new WindowScaler[] {new WindowScaler(scaler, 0, 1)}, random.derive("second")));
  }

  /** Windows that end with 1 and -2. */
  private static Batch batch() {
    Series one = InMemory.series("one", List.of(column(1)), Map.of());
    Series two = InMemory.series("two", List.of(column(-2)), Map.of());
    PreparedTask task =
        ForecastSettings.of(one, two).window(2).horizon(HORIZON).split(3, 3).prepare();
    return task.batches(Split.TEST, 2).get(0);
  }

  private static Column column(double beforeTest) {
    double[] values = IntStream.range(0, 12).mapToDouble(t -> t * t).toArray();
    values[8] = beforeTest;
    return new Column("y", Role.TARGET, values);
  }

  @Test
  void pathsHaveTheMomentsOfTheirModel() {
    Prediction[][] told =
        new ModelForecasts(new Gaussian(), 1, PATHS)
            .of(batch(), new FirstOrder(PHI, SIGMA, true), rows(1));

    for (int row = 0; row < 2; row++) {
      double z = row == 0 ? 1 : -2;
      double level = row == 0 ? 2 : 0;
      double spread = row == 0 ? 4 : 1;
      double variance = 0;
      for (int h = 0; h < HORIZON; h++) {
        z *= PHI;
        variance = PHI * PHI * variance + SIGMA * SIGMA;
        NormalDistribution exact =
            NormalDistribution.of(5 + 10 * (level + spread * z), 10 * spread * Math.sqrt(variance));
        double deviation = exact.getStandardDeviation();
        // Four standard errors of a mean of so many draws, and of a quantile, √(p (1 - p) / n) / f.
        assertThat(told[row][h].mean())
            .isCloseTo(exact.getMean(), within(4 * deviation / Math.sqrt(PATHS)));
        for (double p : new double[] {0.1, 0.5, 0.9}) {
          double quantile = exact.inverseCumulativeProbability(p);
          assertThat(told[row][h].quantile(p))
              .isCloseTo(
                  quantile, within(4 * Math.sqrt(p * (1 - p) / PATHS) / exact.density(quantile)));
        }
      }
    }
  }

  @Test
  void equalSeedsGiveEqualPathsWhateverElseIsInTheBatch() {
    ModelForecasts forecasts = new ModelForecasts(new Gaussian(), 1, 7);
    Prediction[][] one = forecasts.of(batch(), new FirstOrder(PHI, SIGMA, true), rows(1));
    Prediction[][] again = forecasts.of(batch(), new FirstOrder(PHI, SIGMA, true), rows(1));
    Prediction[][] other = forecasts.of(batch(), new FirstOrder(PHI, SIGMA, true), rows(2));
    Prediction[][] alone =
        forecasts.of(batch().sequence(1), new FirstOrder(PHI, SIGMA, true), rows(1).subList(1, 2));
    for (int h = 0; h < HORIZON; h++) {
      assertThat(again[1][h].mean()).isEqualTo(one[1][h].mean());
      assertThat(alone[0][h].mean()).isEqualTo(one[1][h].mean());
      assertThat(alone[0][h].quantile(0.3)).isEqualTo(one[1][h].quantile(0.3));
      assertThat(other[1][h].mean()).isNotEqualTo(one[1][h].mean());
    }
  }

  /** So a figure does not depend on the batch size, either. */
  @Test
  void evaluationsDrawTheSamePaths() {
    double[] values = IntStream.range(0, 40).mapToDouble(t -> Math.sin(t) + 3).toArray();
    PreparedTask task =
        ForecastSettings.of(InMemory.series(values))
            .window(2)
            .horizon(HORIZON)
            .split(6, 9)
            .loss(new Gaussian())
            .paths(9)
            .prepare();
    Map<String, Double> figures = task.evaluate(Split.TEST, new FirstOrder(PHI, SIGMA, true), 3);
    assertThat(task.evaluate(Split.TEST, new FirstOrder(PHI, SIGMA, true), 3)).isEqualTo(figures);
    assertThat(task.evaluate(Split.TEST, new FirstOrder(PHI, SIGMA, true), 4)).isEqualTo(figures);
  }

  @Test
  void withoutALikelihoodAModelReadsWhatItGives() {
    Prediction[][] told =
        new ModelForecasts(new MeanSquaredError(), 1, PATHS)
            .of(batch(), new FirstOrder(PHI, SIGMA, false), rows(1));
    for (int h = 0; h < HORIZON; h++) {
      // In single precision.
      assertThat(told[0][h].mean())
          .isCloseTo(5 + 10 * (2 + 4 * Math.pow(PHI, h + 1)), within(1e-5));
      assertThat(told[1][h].mean()).isCloseTo(5 - 20 * Math.pow(PHI, h + 1), within(1e-5));
      assertThat(told[1][h].quantile(0.9)).isEqualTo(told[1][h].mean());
    }
  }
}
