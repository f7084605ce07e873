package dev.carousel.timeseries.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.timeseries.metric.Detections;
import org.junit.jupiter.api.Test;

class ThresholdTest {
  private static final double[] SCORES = {1, 5, 2, 3, 8};

  private static double bestF1(double[] scores, boolean... anomalous) {
    return new BestF1().choose(scores, anomalous);
  }

  @Test
  void bestF1LiesHalfwayBetweenWhatItTellsApart() {
    assertThat(bestF1(SCORES, false, true, false, false, true)).isEqualTo(4);
    // Of 5 and 8 alone F1 is 4/5; with 3 it is 6/6.
    assertThat(bestF1(SCORES, false, true, false, true, true)).isEqualTo(2.5);
    // 8 is none: flagging 8 and 5 gives 2/3, flagging more gives less.
    assertThat(bestF1(SCORES, false, true, false, false, false)).isEqualTo(4);
    // Equal scores are flagged together.
    assertThat(bestF1(new double[] {2, 2, 1}, true, false, false)).isEqualTo(1.5);
  }

  @Test
  void everyThresholdTellsWhatItWasChosenFor() {
    double next = Math.nextUp(1.0);
    boolean[] second = {false, true};
    double[] neighbours = {1, next};
    assertThat(Detections.above(neighbours, bestF1(neighbours, second))).isEqualTo(second);
    boolean[] all = {true, true};
    assertThat(Detections.above(neighbours, bestF1(neighbours, all))).isEqualTo(all);
    assertThat(bestF1(new double[] {1, Double.NaN}, true, false)).isNaN();
    assertThat(new BestF1().refusal(new boolean[2]))
        .hasValue(
            "the validation part has no anomaly to choose a threshold of \"best-f1\" by; use"
                + " \"quantile\"");
    assertThat(new BestF1().refusal(second)).isEmpty();
  }

  @Test
  void quantilesAreOfNormalScoresAlone() {
    boolean[] anomalous = {false, false, false, false, true};
    assertThat(new Quantile(0).choose(SCORES, anomalous)).isEqualTo(1);
    assertThat(new Quantile(1).choose(SCORES, anomalous)).isEqualTo(5);
    // Between the third and the fourth of 1, 2, 3, 5, nine tenths of the way.
    assertThat(new Quantile(2.9 / 3).choose(SCORES, anomalous)).isCloseTo(4.8, within(1e-12));
    assertThat(new Quantile(0.5).choose(new double[] {Double.NaN}, new boolean[1])).isNaN();
    assertThat(new Quantile(0.5).refusal(new boolean[1])).isEmpty();
    assertThatThrownBy(() -> new Quantile(99))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("of must be a probability, 0 to 1, got 99.0");
  }
}
