package dev.carousel.timeseries.baseline;

import static dev.carousel.timeseries.baseline.Published.airline;
import static dev.carousel.timeseries.baseline.Published.all;
import static dev.carousel.timeseries.baseline.Published.beer;
import static dev.carousel.timeseries.baseline.Published.gaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/**
 * Naive, seasonal naive and drift. Figures of R are those of the package forecast 8.20: naive(y,
 * h), snaive(y, h) and rwf(y, h, drift = TRUE), deviations from their 80 % intervals.
 */
class NaiveMethodsTest {
  private static final double NO = Double.NaN;

  @Test
  void naiveHasTheFiguresOfR() {
    GaussianForecast forecast = new Naive().forecast(all(airline()), 6);
    assertThat(forecast.means()).containsOnly(432);
    assertThat(forecast.deviations()[0]).isCloseTo(33.7104080128, within(1e-9));
    assertThat(forecast.deviations()[5]).isCloseTo(82.5732986525, within(1e-9));
  }

  @Test
  void seasonalNaiveHasTheFiguresOfR() {
    GaussianForecast forecast = new SeasonalNaive(4).forecast(all(beer()), 6);
    assertThat(forecast.means()).containsExactly(427, 383, 394, 473, 427, 383);
    assertThat(forecast.deviations()[3]).isCloseTo(16.7819347315, within(1e-9));
    assertThat(forecast.deviations()[4]).isCloseTo(23.7332397002, within(1e-9));
  }

  @Test
  void driftHasTheFiguresOfR() {
    GaussianForecast forecast = new Drift().forecast(all(airline()), 6);
    assertThat(forecast.means()[0]).isCloseTo(434.237762238, within(1e-9));
    assertThat(forecast.means()[5]).isCloseTo(445.426573427, within(1e-9));
    assertThat(forecast.deviations()[0]).isCloseTo(33.8720978812, within(1e-9));
    assertThat(forecast.deviations()[5]).isCloseTo(84.3975052002, within(1e-9));
  }

  @Test
  void gapsAreStepsThatWentBy() {
    History history = gaps(NO, 1, 3, NO, NO, 9, NO);
    GaussianForecast naive = new Naive().forecast(history, 2);
    assertThat(naive.means()).containsExactly(9, 9);
    // (2² / 1 + 6² / 3) / 2 a step, two and three steps after the last value.
    assertThat(naive.deviations()[0]).isCloseTo(Math.sqrt(8 * 2), within(1e-14));
    assertThat(naive.deviations()[1]).isCloseTo(Math.sqrt(8 * 3), within(1e-14));
    GaussianForecast drift = new Drift().forecast(history, 2);
    assertThat(drift.means()).containsExactly(13, 15);
    assertThat(drift.deviations()[0]).isZero();
  }

  @Test
  void seasonalNaiveGoesBackToWhatWasObserved() {
    History history = gaps(1, 2, NO, 4, NO, NO, 7, 8, NO);
    // The points of the season: 7 two steps ago, 8 a step ago, and a third never observed.
    assertThat(new SeasonalNaive(3).forecast(history, 5).means()).containsExactly(7, 8, 8, 7, 8);
    History longer = gaps(1, 2, 3, 4, NO, 6, NO, NO, 9);
    GaussianForecast forecast = new SeasonalNaive(3).forecast(longer, 4);
    assertThat(forecast.means()).containsExactly(4, 2, 9, 4);
    // Differences over a season: 3, 3 and 3; the values lie two, three, one and three seasons back.
    assertThat(forecast.deviations())
        .containsExactly(3 * Math.sqrt(2), 3 * Math.sqrt(3), 3, 3 * Math.sqrt(3));
  }

  @Test
  void aSingleValueStaysAndNothingIsKnownOfItsErrors() {
    for (BaselineMethod method :
        new BaselineMethod[] {new Naive(), new SeasonalNaive(1), new Drift()}) {
      GaussianForecast forecast = method.forecast(all(5), 2);
      assertThat(forecast.means()).as("%s", method).containsExactly(5, 5);
      assertThat(forecast.deviations()).as("%s", method).containsOnly(NO);
    }
  }

  @Test
  void refuseWhatCannotBe() {
    assertThatThrownBy(() -> new SeasonalNaive(0)).hasMessage("season must be at least 1, got 0");
    assertThatThrownBy(() -> new SeasonalNaive(3).forecast(all(1, 2), 1))
        .hasMessage("a season of 3 steps does not fit before step 2");
    assertThatThrownBy(() -> new Naive().forecast(gaps(NO, NO), 1))
        .hasMessage("none of the 2 values before step 2 was observed");
    assertThatThrownBy(() -> new Drift().forecast(all(1), 0))
        .hasMessage("horizon must be at least 1, got 0");
    assertThatThrownBy(() -> new History(new double[3], new boolean[2], 1))
        .hasMessage("3 values and 2 marks of what was observed");
    assertThatThrownBy(() -> new History(new double[3], new boolean[3], 4))
        .hasMessage("a history of 4 steps in a series of 3");
  }
}
