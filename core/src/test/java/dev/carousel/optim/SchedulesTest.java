package dev.carousel.optim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchedulesTest {
  // A few operations in double on numbers of at most 1.
  private static final double TOLERANCE = 1e-15;

  private static double factor(Schedule schedule, int epoch, int epochs) {
    return schedule.factor(epoch, epochs, Collections.nCopies(epoch, 1.0));
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "99"})
  void constantStays(int epoch) {
    assertThat(factor(new ConstantSchedule(), epoch, 100)).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "9, 1", "10, 0.5", "19, 0.5", "20, 0.25", "35, 0.125"})
  void stepFallsEveryTenEpochs(int epoch, double factor) {
    assertThat(factor(new StepSchedule(10, 0.5), epoch, 100)).isEqualTo(factor);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "4, 1", "5, 0.5", "6, 0.25", "8, 0.0625"})
  void exponentialKeepsTheFullRateAtFirst(int epoch, double factor) {
    assertThat(factor(new ExponentialSchedule(0.5, 4), epoch, 100)).isEqualTo(factor);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "5, 0.775", "10, 0.55", "15, 0.325", "20, 0.1"})
  void cosineFallsToItsFloor(int epoch, double onLine) {
    // Half a cosine meets the straight line at its ends and in the middle; at the quarters it is
    // above and below by (√2 / 2 - 1/2) / 2 of the way, which is 0.9.
    double above = 0.9 * (Math.sqrt(0.5) - 0.5) / 2;
    double expected = epoch == 5 ? onLine + above : epoch == 15 ? onLine - above : onLine;

    assertThat(factor(new CosineSchedule(0.1), epoch, 21)).isCloseTo(expected, within(TOLERANCE));
  }

  @Test
  void cosineOfOneEpochIsTheFullRate() {
    assertThat(factor(new CosineSchedule(0), 0, 1)).isEqualTo(1);
  }

  @Test
  void plateauFallsAfterItsPatienceAndCountsAnew() {
    PlateauSchedule plateau = new PlateauSchedule(0.5, 2);

    assertThat(plateau.factor(0, 9, List.of())).isEqualTo(1);
    assertThat(plateau.factor(1, 9, List.of(3.0))).isEqualTo(1);
    assertThat(plateau.factor(2, 9, List.of(3.0, 3.0))).isEqualTo(1);
    assertThat(plateau.factor(3, 9, List.of(3.0, 3.0, 4.0))).isEqualTo(0.5);
    assertThat(plateau.factor(4, 9, List.of(3.0, 3.0, 4.0, 4.0))).isEqualTo(0.5);
    assertThat(plateau.factor(5, 9, List.of(3.0, 3.0, 4.0, 4.0, 3.5))).isEqualTo(0.25);
    // An improvement begins the count anew too, and is measured against the best so far.
    assertThat(plateau.factor(4, 9, List.of(3.0, 4.0, 2.0, 2.5))).isEqualTo(1);
    assertThat(plateau.factor(5, 9, List.of(3.0, 4.0, 2.0, 2.5, 2.0))).isEqualTo(0.5);
  }

  @Test
  void refusesImpossibleValues() {
    refused(() -> new StepSchedule(0, 0.5), "every must be at least 1, got 0");
    refused(() -> new StepSchedule(1, 0), "factor must be above 0, got 0.0");
    refused(() -> new ExponentialSchedule(-1, 0), "factor must be above 0, got -1.0");
    refused(() -> new ExponentialSchedule(0.5, -1), "from must be at least 0, got -1");
    refused(() -> new CosineSchedule(1.5), "floor must be between 0 and 1, got 1.5");
    refused(() -> new CosineSchedule(Double.NaN), "floor must be between 0 and 1, got NaN");
    refused(() -> new PlateauSchedule(0, 1), "factor must be above 0, got 0.0");
    refused(() -> new PlateauSchedule(0.5, 0), "patience must be at least 1, got 0");
  }

  private static void refused(ThrowingCallable constructor, String message) {
    assertThatThrownBy(constructor)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
