package dev.carousel.timeseries.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitSpecTest {
  @Test
  void cutsWholeStepsFromTheEnd() {
    assertThat(new SplitSpec(24, 12).cut("s", 144)).isEqualTo(new Parts(108, 132, 144));
  }

  @Test
  void cutsFractions() {
    assertThat(new SplitSpec(0.1, 0.2).cut("s", 144)).isEqualTo(new Parts(101, 115, 144));
    assertThat(new SplitSpec(1, 0.29).cut("s", 100)).isEqualTo(new Parts(70, 71, 100));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -1, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e10})
  void refusesImpossibleSizes(double size) {
    assertThatThrownBy(() -> new SplitSpec(size, 12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "valid must be a whole number of steps or a fraction between 0 and 1, got " + size);
    assertThatThrownBy(() -> new SplitSpec(12, size))
        .hasMessage(
            "test must be a whole number of steps or a fraction between 0 and 1, got " + size);
  }

  @Test
  void leavesSomethingToTrainOn() {
    assertThatThrownBy(() -> new SplitSpec(0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "valid and test take all of the series: 0.5 and 0.5; let them sum to less than 1");
    assertThatThrownBy(() -> new SplitSpec(24, 0.5).cut("airline.csv", 48))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "airline.csv: a validation part of 24 and a test part of 24 leave nothing of 48 steps to"
                + " train on; make them shorter");
    assertThatThrownBy(() -> new SplitSpec(Integer.MAX_VALUE, Integer.MAX_VALUE).cut("s", 9))
        .isInstanceOf(InvalidDataException.class);
  }
}
