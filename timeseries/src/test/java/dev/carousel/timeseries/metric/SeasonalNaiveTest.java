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
  void inSampleErrorEndsWithTheTrainingPart() {
    boolean[] all = {true, true, true, true, true, true, true};
    assertThat(new SeasonalNaive(1).inSampleError(VALUES, all, 5)).isEqualTo(2.5);
    assertThat(new SeasonalNaive(3).inSampleError(VALUES, all, 5)).isEqualTo((6 + 9) / 2.0);
    assertThat(new SeasonalNaive(5).inSampleError(VALUES, all, 5)).isNaN();
  }

  @Test
  void inSampleErrorLeavesOutWhatWasFilledIn() {
    boolean[] observed = {true, true, false, true, true, true, true};
    // Left: |2 - 1| and |11 - 7|.
    assertThat(new SeasonalNaive(1).inSampleError(VALUES, observed, 5)).isEqualTo(2.5);
    assertThat(new SeasonalNaive(2).inSampleError(VALUES, observed, 5)).isEqualTo(5);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> new SeasonalNaive(0)).hasMessage("season must be at least 1, got 0");
    assertThatThrownBy(() -> new SeasonalNaive(3).forecast(VALUES, 2, 0))
        .hasMessage("a season of 3 steps does not fit before step 2");
  }
}
