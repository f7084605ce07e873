package dev.carousel.timeseries.baseline;

import static dev.carousel.timeseries.baseline.Published.airline;
import static dev.carousel.timeseries.baseline.Published.all;
import static dev.carousel.timeseries.baseline.Published.beer;
import static dev.carousel.timeseries.baseline.Published.gaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.random.RandomStream;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/**
 * Figures of R are those of thetaf(y, h) of the package forecast 8.20. Its search for α and the
 * first level stops at a tolerance of its own, hence tolerances of hundredths.
 */
class ThetaTest {
  @Test
  void beerHasTheFiguresOfR() {
    Theta theta = Theta.fit(all(beer()), 4);
    assertThat(theta.seasonal()).isTrue();
    assertThat(theta.drift()).isCloseTo(-0.182645617834, within(1e-10));
    assertThat(theta.smoothing()).isCloseTo(0.118508480898, within(1e-4));
    GaussianForecast forecast = theta.forecast(all(beer()), 6);
    double[] means = {
      418.832656078, 383.945132889, 399.541498682, 489.900869352, 418.109854684, 383.282252724
    };
    assertThat(forecast.means()).containsExactly(means, within(0.01));
  }

  @Test
  void airlineHasTheFiguresOfR() {
    Theta theta = Theta.fit(all(airline()), 12);
    assertThat(theta.drift()).isCloseTo(1.3230696288, within(1e-9));
    assertThat(theta.smoothing()).isCloseTo(0.837752089949, within(1e-3));
    GaussianForecast forecast = theta.forecast(all(airline()), 6);
    double[] means = {
      440.078191082, 428.384280557, 489.70709867, 475.704627661, 479.670388669, 545.366272154
    };
    assertThat(forecast.means()).containsExactly(means, within(0.01));
  }

  /** Unlike those of R, deviations have the season that the means have; its points average 1. */
  @Test
  void deviationsHaveTheSeason() {
    Theta theta = Theta.fit(all(airline()), 12);
    double[] deviations = theta.forecast(all(airline()), 13).deviations();
    double[] points = new double[13];
    double mean = 0;
    for (int h = 0; h < 13; h++) {
      points[h] = deviations[h] / Math.sqrt(1 + h * theta.smoothing() * theta.smoothing());
      mean += h < 12 ? points[h] / 12 : 0;
    }
    assertThat(mean).isCloseTo(10.7560509675, within(1e-4));
    assertThat(points[12]).isCloseTo(points[0], within(1e-12));
  }

  @Test
  void withoutASeasonTheDeviationsAreThoseOfR() {
    Theta theta = Theta.fit(all(airline()), 1);
    assertThat(theta.seasonal()).isFalse();
    GaussianForecast forecast = theta.forecast(all(airline()), 6);
    assertThat(forecast.means()[0]).isCloseTo(433.324524845, within(1e-3));
    assertThat(forecast.means()[5]).isCloseTo(439.967484615, within(1e-3));
    assertThat(forecast.deviations()[0]).isCloseTo(33.8299314831, within(1e-3));
    assertThat(forecast.deviations()[5]).isCloseTo(82.8591635435, within(1e-3));
  }

  /**
   * Where not all values are above 0 the season is subtracted. Figures of statsmodels 0.15.0:
   * ThetaModel(y, period=12, method="additive").fit(use_mle=False).
   */
  @Test
  void aSeasonOfValuesBelowZeroIsSubtracted() {
    double[] values = Arrays.stream(airline()).map(y -> y - 300).toArray();
    Theta theta = Theta.fit(all(values), 12);
    assertThat(2 * theta.drift()).isCloseTo(2.6565772263264416, within(1e-9));
    GaussianForecast forecast = theta.forecast(all(values), 4);
    double[] means = {
      137.19736078465698, 127.08625545842628, 162.3615137685592, 157.89434783626785
    };
    assertThat(forecast.means()).containsExactly(means, within(0.01));
  }

  @Test
  void noSeasonIsFoundInNoise() {
    RandomStream random = new RandomStream(3); // One seed in ten shows one by chance.
    double[] noise = random.doubles(200).toArray();
    assertThat(Theta.fit(all(noise), 7).seasonal()).isFalse();
    assertThat(Theta.fit(all(new double[50]), 7).seasonal()).isFalse();
    assertThat(Theta.fit(all(1, 2, 1, 2), 2).seasonal()).isFalse();
  }

  @Test
  void forecastsWithGapsGoOnFromTheLastValue() {
    double[] values = airline();
    Theta theta = Theta.fit(all(values), 12);
    double[] longer = Arrays.copyOf(values, values.length + 3);
    Arrays.fill(longer, values.length, longer.length, Double.NaN);
    GaussianForecast before = theta.forecast(all(values), 8);
    GaussianForecast after = theta.forecast(gaps(longer), 5);
    assertThat(after.means())
        .containsExactly(Arrays.copyOfRange(before.means(), 3, 8), within(1e-9));
    assertThat(after.deviations())
        .containsExactly(Arrays.copyOfRange(before.deviations(), 3, 8), within(1e-9));
  }

  @Test
  void smallSeriesAreForecast() {
    assertThat(Theta.fit(all(5), 4).forecast(all(5), 2).means()).containsExactly(5, 5);
    assertThat(Theta.fit(all(5, 5, 5), 1).forecast(all(5, 5, 5), 1).means()[0])
        .isCloseTo(5, within(1e-9));
    assertThatThrownBy(() -> Theta.fit(gaps(Double.NaN), 1))
        .hasMessage("none of the 1 values before step 1 was observed");
    assertThatThrownBy(() -> Theta.fit(all(1), 0)).hasMessage("season must be at least 1, got 0");
  }
}
