package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class QuantileErrorsTest {
  private static final double[] ACTUAL = {3, -1, 0.5, 5, 2, 8, -4, 1.5};
  private static final double[] MEDIAN = {1, 2, 0.25, 5, 2.5, 6, -3, 4};

  private static QuantileErrors errors() {
    QuantileErrors errors = new QuantileErrors(0.1, 0.5, 0.9);
    for (int i = 0; i < ACTUAL.length; i++) {
      errors.add(ACTUAL[i], MEDIAN[i] - 1, MEDIAN[i], MEDIAN[i] + 1.5);
    }
    return errors;
  }

  /** scikit-learn 1.9.1: mean_pinball_loss(y, q, alpha=level) for these y and q. */
  @Test
  void figuresOfScikitLearn() {
    QuantileErrors errors = errors();
    assertThat(errors.count()).isEqualTo(8);
    assertThat(errors.pinball(0.1)).isCloseTo(0.503125, within(1e-15));
    assertThat(errors.pinball(0.5)).isCloseTo(0.703125, within(1e-15));
    assertThat(errors.pinball(0.9)).isCloseTo(0.309375, within(1e-15));
    assertThat(errors.meanPinball()).isCloseTo(1.515625 / 3, within(1e-15));
  }

  @Test
  void weightedLossesDivideSumsBySums() {
    QuantileErrors errors = errors();
    // Σ |y| = 25, and the sums of pinball losses are 8 times the means above.
    assertThat(errors.weightedQuantileLoss(0.1)).isCloseTo(2 * 4.025 / 25, within(1e-15));
    assertThat(errors.weightedQuantileLoss(0.5)).isCloseTo(2 * 5.625 / 25, within(1e-15));
    assertThat(errors.weightedQuantileLoss(0.9)).isCloseTo(2 * 2.475 / 25, within(1e-15));
    assertThat(errors.meanWeightedQuantileLoss()).isCloseTo(2 * 12.125 / 75, within(1e-15));
  }

  @Test
  void lossOfTheMedianIsTheNormalizedDeviation() {
    ForecastErrors point = new ForecastErrors();
    for (int i = 0; i < ACTUAL.length; i++) {
      point.add(ACTUAL[i], MEDIAN[i]);
    }
    assertThat(errors().weightedQuantileLoss(0.5)).isCloseTo(point.nd(), within(1e-15));
  }

  @Test
  void coverageCountsTheBounds() {
    // y - median is 2, -3, 0.25, 0, -0.5, 2, -1, -2.5, and the interval is [-1, 1.5].
    assertThat(errors().coverage(0.8)).isEqualTo(4 / 8.0);
    QuantileErrors bounds = new QuantileErrors(0.25, 0.75);
    bounds.add(1, 1, 2);
    bounds.add(2, 1, 2);
    bounds.add(3, 1, 2);
    assertThat(bounds.coverage(0.5)).isEqualTo(2 / 3.0);
  }

  @Test
  void nothingAddedIsNoFigure() {
    QuantileErrors errors = new QuantileErrors(0.1, 0.9);
    assertThat(errors.meanPinball()).isNaN();
    assertThat(errors.meanWeightedQuantileLoss()).isNaN();
    assertThat(errors.coverage(0.8)).isNaN();
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatThrownBy(QuantileErrors::new)
        .hasMessage("at least one level of a quantile is needed");
    assertThatThrownBy(() -> new QuantileErrors(0.5, 0.5))
        .hasMessage("levels of quantiles must rise between 0 and 1, got [0.5, 0.5]");
    assertThatThrownBy(() -> new QuantileErrors(0.5, 1))
        .hasMessage("levels of quantiles must rise between 0 and 1, got [0.5, 1.0]");
    assertThatThrownBy(() -> errors().add(1, 1, 2)).hasMessage("2 quantiles for 3 levels");
    assertThatThrownBy(() -> errors().pinball(0.2))
        .hasMessage("no quantile of level 0.2; levels are [0.1, 0.5, 0.9]");
  }
}
