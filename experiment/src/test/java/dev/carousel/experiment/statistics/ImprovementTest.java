package dev.carousel.experiment.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImprovementTest {
  @Test
  void countsPairsInWhichTheFirstIsBetter() {
    double[] first = {1, 4};
    double[] second = {2, 4, 5};
    // Smaller: 1 beats all three, 4 ties one and beats one.
    assertThat(Improvement.probability(first, second, true)).isEqualTo((3 + 1.5) / 6);
    assertThat(Improvement.probability(second, first, true)).isEqualTo(1.5 / 6);
    assertThat(Improvement.probability(first, second, false)).isEqualTo(1.5 / 6);
  }

  @Test
  void isUndefinedWithoutTrials() {
    assertThat(Improvement.probability(new double[0], new double[] {1}, true)).isNaN();
  }
}
