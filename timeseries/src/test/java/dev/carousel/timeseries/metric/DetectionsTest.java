package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class DetectionsTest {
  /** scikit-learn 1.9.1: confusion_matrix and the four scores of y and s &gt; 0.4. */
  @Test
  void figuresOfScikitLearn() {
    double[] scores = {0.1, 0.4, 0.35, 0.8, 0.4, 0.7, 0.4, 0.2, 0.9, 0.35};
    boolean[] anomalous = {false, false, true, true, true, false, false, false, true, false};
    Detections detections = Detections.of(Detections.above(scores, 0.4), anomalous);
    assertThat(detections).isEqualTo(new Detections(2, 2, 1, 5));
    assertThat(detections.precision()).isCloseTo(0.6666666666666666, within(1e-15));
    assertThat(detections.recall()).isEqualTo(0.5);
    assertThat(detections.f1()).isCloseTo(0.5714285714285714, within(1e-15));
    assertThat(detections.accuracy()).isCloseTo(0.7, within(1e-15));
  }

  @Test
  void nothingFlaggedAndNothingToFind() {
    Detections silent = new Detections(0, 3, 0, 7);
    assertThat(silent.precision()).isZero();
    assertThat(silent.recall()).isZero();
    assertThat(silent.f1()).isZero();
    Detections normal = new Detections(0, 0, 0, 7);
    assertThat(normal.recall()).isNaN();
    assertThat(normal.f1()).isNaN();
    assertThat(normal.accuracy()).isEqualTo(1);
  }

  @Test
  void refusesWhatDoesNotFit() {
    assertThatThrownBy(() -> Detections.of(new boolean[2], new boolean[3]))
        .hasMessage("2 flags for 3 marks of anomalies");
  }
}
