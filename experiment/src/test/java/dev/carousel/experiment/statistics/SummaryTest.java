package dev.carousel.experiment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class SummaryTest {
  @Test
  void intervalIsStudents() {
    Summary summary = Summary.of(1, 2, 3);
    assertThat(summary.mean()).isEqualTo(2);
    assertThat(summary.sd()).isEqualTo(1);
    // t(0.975; 2) = 4.302653 in any table, so half the interval is 4.302653 / √3.
    assertThat(summary.high() - 2).isCloseTo(4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(2 - summary.low()).isCloseTo(4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(summary.n()).isEqualTo(3);
  }

  @Test
  void oneValueHasNoSpread() {
    assertThat(Summary.of(5)).isEqualTo(new Summary(5, Double.NaN, Double.NaN, Double.NaN, 1));
  }

  @Test
  void undefinedValueLeavesNothingDefined() {
    assertThat(Summary.of(1, Double.NaN).mean()).isNaN();
    assertThat(Summary.of(1, Double.POSITIVE_INFINITY).mean()).isNaN();
  }
}
