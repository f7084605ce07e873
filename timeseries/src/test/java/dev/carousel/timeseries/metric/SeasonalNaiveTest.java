package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeasonalNaiveTest {
  private static final double[] VALUES = {1, 2, 4, 7, 11, 16, 22};

  @Test
  void repeatsTheLastSeasonBeforeTheOrigin() {
    SeasonalNaive naive = new SeasonalNaive(3);
    double[] forecasts = new double[7];
    for (int h = 0; h < forecasts.length; h++) {
      forecasts[h] = naive.forecast(VALUES, 5, h);
    }
    assertThat(forecasts).containsExactly(4, 7, 11, 4, 7, 11, 4);
    assertThat(new SeasonalNaive(1).forecast(VALUES, 5, 9)).isEqualTo(11);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new SeasonalNaive(0)).hasMessage("season must be at least 1, got 0");
    assertThatThrownBy(() -> new SeasonalNaive(3).forecast(VALUES, 2, 0))
        .hasMessage("a season of 3 steps does not fit before step 2");
  }
}
