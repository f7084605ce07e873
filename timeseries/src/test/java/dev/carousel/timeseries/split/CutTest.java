package dev.carousel.timeseries.split;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.InvalidDataException;
import dev.carousel.train.Split;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutTest {
  @Test
  void cutsWholeStepsFromTheEnd() {
    assertThat(new Chronological(24, 12).cut("s", 144)).isEqualTo(new Parts(108, 132, 144));
  }

  @Test
  void cutsFractions() {
    assertThat(new Chronological(0.1, 0.2).cut("s", 144)).isEqualTo(new Parts(101, 115, 144));
    assertThat(new Chronological(1, 0.29).cut("s", 100)).isEqualTo(new Parts(70, 71, 100));
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0, -1, 1.5, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 1e10})
  void refusesImpossibleSizes(double size) {
    assertThatThrownBy(() -> new Chronological(size, 12))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "valid must be a whole number of steps or a fraction between 0 and 1, got " + size);
    assertThatThrownBy(() -> new Chronological(12, size))
        .hasMessage(
            "test must be a whole number of steps or a fraction between 0 and 1, got " + size);
  }

  @Test
  void leavesSomethingToTrainOn() {
    assertThatThrownBy(() -> new Chronological(0.5, 0.5))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "valid and test take all of the series: 0.5 and 0.5; let them sum to less than 1");
    assertThatThrownBy(() -> new Chronological(24, 0.5).cut("airline.csv", 48))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "airline.csv: a validation part of 24 and a test part of 24 leave nothing of 48 steps to"
                + " train on; make them shorter");
    assertThatThrownBy(() -> new Chronological(Integer.MAX_VALUE, Integer.MAX_VALUE).cut("s", 9))
        .isInstanceOf(InvalidDataException.class);
  }

  @Test
  void roundsTestOneAfterTheOther() {
    assertThat(new RollingOrigin(3, 2, 20, 10).cut("s", 100)).isEqualTo(new Parts(70, 90, 100));
    assertThat(new RollingOrigin(3, 1, 20, 10).cut("s", 100)).isEqualTo(new Parts(60, 80, 90));
    assertThat(new RollingOrigin(3, 0, 20, 10).cut("s", 100)).isEqualTo(new Parts(50, 70, 80));
    assertThat(new RollingOrigin(3, 0, 0.2, 0.1).cut("s", 101)).isEqualTo(new Parts(51, 71, 81));
  }

  @Test
  void refusesImpossibleRounds() {
    assertThatThrownBy(() -> new RollingOrigin(0, 0, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("folds must be at least 1, got 0");
    assertThatThrownBy(() -> new RollingOrigin(3, 3, 1, 1))
        .hasMessage("fold must be 0 to 2, got 3");
    assertThatThrownBy(() -> new RollingOrigin(3, -1, 1, 1))
        .hasMessage("fold must be 0 to 2, got -1");
    assertThatThrownBy(() -> new RollingOrigin(3, 0, 0, 1))
        .hasMessage("valid must be a whole number of steps or a fraction between 0 and 1, got 0.0");
    assertThatThrownBy(() -> new RollingOrigin(3, 0, 1, 1.5))
        .hasMessage("test must be a whole number of steps or a fraction between 0 and 1, got 1.5");
    assertThatThrownBy(() -> new RollingOrigin(3, 0, 2, 2).cut("airline.csv", 8))
        .isInstanceOf(InvalidDataException.class)
        .hasMessage(
            "airline.csv: fold 0 of 3, with a validation part of 2 and test parts of 2, leaves"
                + " nothing of 8 steps to train on; make them shorter or fewer");
    int most = Integer.MAX_VALUE;
    assertThatThrownBy(() -> new RollingOrigin(most, 0, most, most).cut("s", 9))
        .isInstanceOf(InvalidDataException.class);
  }

  /** All rounds together test the end of the series, each step once; none trains on its own. */
  @Property(tries = 200, seed = "1", edgeCases = EdgeCasesMode.NONE)
  void everyStepOfTheEndIsTestedOnce(
      @ForAll @IntRange(min = 1, max = 8) int folds,
      @ForAll @IntRange(min = 1, max = 5) int valid,
      @ForAll @IntRange(min = 1, max = 5) int test,
      @ForAll @IntRange(min = 1, max = 9) int more) {
    int steps = folds * test + valid + more;
    int next = steps - folds * test;
    for (int fold = 0; fold < folds; fold++) {
      Parts parts = new RollingOrigin(folds, fold, valid, test).cut("s", steps);
      assertThat(parts.start(Split.TEST)).isEqualTo(next);
      assertThat(parts.end(Split.TEST)).isEqualTo(next + test);
      assertThat(parts.start(Split.VALID)).isEqualTo(next - valid);
      assertThat(parts.end(Split.TRAIN)).isEqualTo(next - valid).isPositive();
      next += test;
    }
    assertThat(next).isEqualTo(steps);
  }
}
