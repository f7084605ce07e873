package dev.carousel.timeseries.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SeasonalDifferencesTest {
  private static final double[] VALUES = {1, 2, 4, 7, 11, 16, 22};

  @Test
  void endWithTheTrainingPart() {
    boolean[] all = {true, true, true, true, true, true, true};
    assertThat(SeasonalDifferences.of(VALUES, all, 1, 5))
        .isEqualTo(new SeasonalDifferences(4, 2.5, (1 + 4 + 9 + 16) / 4.0));
    assertThat(SeasonalDifferences.of(VALUES, all, 3, 5))
        .isEqualTo(new SeasonalDifferences(2, (6 + 9) / 2.0, (36 + 81) / 2.0));
  }

  @Test
  void areNotANumberWithoutAPair() {
    boolean[] all = {true, true, true, true, true, true, true};
    SeasonalDifferences none = SeasonalDifferences.of(VALUES, all, 5, 5);
    assertThat(none.pairs()).isZero();
    assertThat(none.meanAbsolute()).isNaN();
    assertThat(none.meanSquare()).isNaN();
  }

  @Test
  void leaveOutWhatWasFilledIn() {
    boolean[] observed = {true, true, false, true, true, true, true};
    // Left: 2 - 1 and 11 - 7.
    assertThat(SeasonalDifferences.of(VALUES, observed, 1, 5).meanAbsolute()).isEqualTo(2.5);
    assertThat(SeasonalDifferences.of(VALUES, observed, 2, 5).meanAbsolute()).isEqualTo(5);
  }

  @Test
  void refuseWhatCannotBe() {
    assertThatThrownBy(() -> SeasonalDifferences.of(VALUES, new boolean[7], 0, 5))
        .hasMessage("season must be at least 1, got 0");
  }
}
