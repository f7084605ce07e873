package dev.carousel.timeseries.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Targets;
import dev.carousel.random.RandomStream;
import java.util.List;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class QuantilesTest {
  // Doubles below 10 after a few roundings.
  private static final Offset<Double> ROUNDING = Offset.offset(1e-14);

  private final Quantiles likelihood = new Quantiles(List.of(0.1, 0.5, 0.75));

  @Test
  void lossIsTheMeanPinballLoss() {
    // Errors 3, 1 and -2: 0.1 · 3, 0.5 · 1 and 0.25 · 2.
    Evaluation evaluation =
        Evaluation.of(
            likelihood, new float[] {-2, 0, 3}, 1, new Targets.Values(1, new float[] {1}, null));
    // Figures below 1 as floats.
    Offset<Float> tolerance = Offset.offset(1e-7f);
    assertThat(evaluation.loss()).isCloseTo(1.3f / 3, tolerance);
    assertThat(evaluation.gradient()[0]).isCloseTo(-0.1f / 3, tolerance);
    assertThat(evaluation.gradient()[1]).isCloseTo(-0.5f / 3, tolerance);
    assertThat(evaluation.gradient()[2]).isCloseTo(0.25f / 3, tolerance);
  }

  @Test
  void constantSeriesThatIsMetStaysMet() {
    Evaluation evaluation =
        Evaluation.of(
            likelihood, new float[] {2, 2, 2}, 1, new Targets.Values(1, new float[] {2}, null));
    assertThat(evaluation.loss()).isZero();
    assertThat(evaluation.gradient()).containsOnly(0);
  }

  @Test
  void interpolatesBetweenLevelsAndStaysAtTheOutermost() {
    Distribution distribution = likelihood.distribution(new float[] {9, 1, 2, 4}, 1, 10);
    assertThat(distribution.quantile(0.1)).isEqualTo(10);
    assertThat(distribution.quantile(0.5)).isEqualTo(20);
    assertThat(distribution.quantile(0.75)).isEqualTo(40);
    assertThat(distribution.quantile(0.3)).isCloseTo(15, ROUNDING);
    assertThat(distribution.quantile(0.7)).isCloseTo(36, ROUNDING);
    assertThat(distribution.quantile(0)).isEqualTo(10);
    assertThat(distribution.quantile(0.05)).isEqualTo(10);
    assertThat(distribution.quantile(1)).isEqualTo(40);
    // 0.1 · 10 + 0.4 · 15 + 0.25 · 30 + 0.25 · 40
    assertThat(distribution.mean()).isCloseTo(24.5, ROUNDING);
  }

  @Test
  void crossingQuantilesArePutInOrder() {
    Distribution distribution = likelihood.distribution(new float[] {4, 1, 2}, 0, 1);
    assertThat(distribution.quantile(0.1)).isEqualTo(1);
    assertThat(distribution.quantile(0.5)).isEqualTo(2);
    assertThat(distribution.quantile(0.75)).isEqualTo(4);
  }

  @Test
  void oneLevelIsAPoint() {
    Distribution distribution = new Quantiles(List.of(0.5)).distribution(new float[] {3}, 0, 2);
    assertThat(distribution.mean()).isEqualTo(6);
    assertThat(distribution.quantile(0.9)).isEqualTo(6);
    assertThat(distribution.sample(new RandomStream(1))).isEqualTo(6);
  }

  @Test
  void samplesHaveTheQuantilesAndTheMean() {
    Distribution distribution = likelihood.distribution(new float[] {1, 2, 4}, 0, 1);
    RandomStream random = new RandomStream(5);
    int samples = 40_000;
    double sum = 0;
    int belowMedian = 0;
    for (int i = 0; i < samples; i++) {
      double sample = distribution.sample(random);
      sum += sample;
      belowMedian += sample < 2 ? 1 : 0;
    }
    // Four standard errors; all lies in [1, 4], so the deviation is at most 1.5.
    assertThat(sum / samples).isCloseTo(2.45, Offset.offset(4 * 1.5 / Math.sqrt(samples)));
    assertThat((double) belowMedian / samples)
        .isCloseTo(0.5, Offset.offset(4 * 0.5 / Math.sqrt(samples)));
  }

  @Test
  void thereIsNoDensity() {
    Distribution distribution = likelihood.distribution(new float[3], 0, 1);
    assertThatThrownBy(() -> distribution.logProbability(0))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("quantiles give no density; score them by the pinball loss or CRPS");
  }

  @Test
  void levelsMustRise() {
    refused(List.of(), "levels must name at least one quantile, got none");
    refused(List.of(0.0, 0.5), "levels must rise between 0 and 1, got 0.0 after 0.0");
    refused(List.of(0.5, 0.5), "levels must rise between 0 and 1, got 0.5 after 0.5");
    refused(List.of(0.5, 1.0), "levels must rise between 0 and 1, got 1.0 after 0.5");
    refused(List.of(Double.NaN), "levels must rise between 0 and 1, got NaN after 0.0");
  }

  private static void refused(List<Double> levels, String message) {
    assertThatThrownBy(() -> new Quantiles(levels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
