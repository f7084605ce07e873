package dev.carousel.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.optim.ConstantSchedule;
import dev.carousel.optim.Sgd;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class TrainingTest {
  private static final OptionalDouble NONE = OptionalDouble.empty();

  private static void refused(
      int epochs,
      int batchSize,
      OptionalDouble clipNorm,
      OptionalDouble clipValue,
      OptionalInt patience,
      String message) {
    assertThatThrownBy(
            () ->
                new Training(
                    new Sgd(0.1, 0),
                    new ConstantSchedule(),
                    epochs,
                    batchSize,
                    clipNorm,
                    clipValue,
                    patience))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void refusesImpossibleValues() {
    OptionalInt always = OptionalInt.empty();
    refused(0, 1, NONE, NONE, always, "epochs must be at least 1, got 0");
    refused(1, 0, NONE, NONE, always, "batchSize must be at least 1, got 0");
    refused(
        1,
        1,
        OptionalDouble.of(0),
        NONE,
        always,
        "clipNorm must be above 0, or empty (null in JSON) for no limit; got 0.0");
    refused(
        1,
        1,
        NONE,
        OptionalDouble.of(Double.NaN),
        always,
        "clipValue must be above 0, or empty (null in JSON) for no limit; got NaN");
    refused(
        1,
        1,
        NONE,
        NONE,
        OptionalInt.of(0),
        "patience must be at least 1, or null to run all epochs; got 0");
  }
}
