package dev.carousel.timeseries.baseline;

import static dev.carousel.timeseries.baseline.Published.all;
import static dev.carousel.timeseries.baseline.Published.beer;
import static dev.carousel.timeseries.baseline.Published.gaps;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WindowRegressionTest {
  /**
   * scikit-learn 1.9.1: with X the windows of 8 minus their last value, Y the 3 values that follow
   * minus the same, Ridge(alpha=0.01 * len(X) * X.var(0).mean()).fit(X, Y).
   */
  @Test
  void figuresOfScikitLearn() {
    GaussianForecast forecast =
        WindowRegression.fit(all(beer()), 8, 3, 0.01).forecast(all(beer()), 3);
    double[] means = {433.1415853197494, 380.6817378080493, 398.5596225432835};
    double[] deviations = {13.296909722270724, 13.550495879213322, 12.883162330564042};
    assertThat(forecast.means()).containsExactly(means, within(1e-9));
    assertThat(forecast.deviations()).containsExactly(deviations, within(1e-9));
    assertThat(WindowRegression.fit(all(beer()), 8, 3, 0.01).forecast(all(beer()), 2).means())
        .containsExactly(Arrays.copyOf(means, 2), within(1e-9));
  }

  @Test
  void anUnknownValueOfAWindowIsTheLastKnownOne() {
    WindowRegression linear = WindowRegression.fit(all(beer()), 4, 2, 0.1);
    double[] seen = {400, 420, 420, 410, 410};
    double[] gap = {400, 420, Double.NaN, 410, Double.NaN};
    assertThat(linear.forecast(gaps(gap), 2).means())
        .containsExactly(linear.forecast(all(seen), 2).means());
  }

  @Test
  void trainingSkipsHorizonsWithGaps() {
    double[] values = Arrays.copyOf(beer(), 64);
    values[63] = Double.NaN;
    WindowRegression cut = WindowRegression.fit(all(Arrays.copyOf(beer(), 63)), 8, 3, 0.01);
    WindowRegression skipping = WindowRegression.fit(gaps(values), 8, 3, 0.01);
    History history = all(Arrays.copyOf(beer(), 40));
    assertThat(skipping.forecast(history, 3).means())
        .containsExactly(cut.forecast(history, 3).means());
  }

  @Test
  void aConstantSeriesStays() {
    double[] values = new double[30];
    Arrays.fill(values, 3);
    GaussianForecast forecast =
        WindowRegression.fit(all(values), 5, 2, 0.01).forecast(all(values), 2);
    assertThat(forecast.means()).containsExactly(3, 3);
    assertThat(forecast.deviations()).containsExactly(0, 0);
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(() -> WindowRegression.fit(all(1, 2, 3), 0, 1, 1))
        .hasMessage("window must be at least 1, got 0");
    assertThatThrownBy(() -> WindowRegression.fit(all(1, 2, 3), 1, 0, 1))
        .hasMessage("horizon must be at least 1, got 0");
    assertThatThrownBy(() -> WindowRegression.fit(all(1, 2, 3), 1, 1, 0))
        .hasMessage("ridge must be above 0 and finite, got 0.0");
    assertThatThrownBy(() -> WindowRegression.fit(all(1, 2, 3), 3, 1, 1))
        .hasMessage("no window of 3 steps in the 3 to train on is followed by 1 known values");
    WindowRegression linear = WindowRegression.fit(all(1, 2, 3, 5), 2, 1, 1);
    assertThatThrownBy(() -> linear.forecast(all(1), 1))
        .hasMessage("a window of 2 steps does not fit before step 1");
    assertThatThrownBy(() -> linear.forecast(all(1, 2), 2))
        .hasMessage("a horizon of 2 steps from weights for 1");
  }
}
