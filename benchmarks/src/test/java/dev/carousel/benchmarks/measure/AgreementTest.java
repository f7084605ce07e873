package dev.carousel.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.benchmarks.engine.Result;
import dev.carousel.benchmarks.workload.GridShape;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AgreementTest {
  // 4 · 2^-24 · √(1 · (2 + 1 + 1)) is 2^-21.
  private static final GridShape SHAPE = new GridShape(1, 1, 2, 1);

  private static Result result(float output, float gradient) {
    return new Result(new float[] {4, output}, Map.of("W_i", new float[] {gradient, 1}));
  }

  @Test
  void allowsARandomWalkOfRoundings() {
    assertThat(Agreement.tolerance(SHAPE)).isEqualTo(0x1p-21);
    assertThat(Agreement.require(SHAPE, result(1, 2), result(1 + 0x1p-20f, 2))).isEqualTo(0x1p-22);
  }

  @Test
  void refusesMore() {
    assertThatThrownBy(() -> Agreement.require(SHAPE, result(1, 2), result(1, 2.5f)))
        .isInstanceOf(DisagreementException.class)
        .hasMessage(
            "gradient of W_i: element 0 is 2.00000 against 2.50000; the largest element is"
                + " 2.50000, and 4.8e-07 of it is allowed");
  }

  @Test
  void seesNotANumberOnEitherSide() {
    assertThatThrownBy(() -> Agreement.require(SHAPE, result(Float.NaN, 2), result(1, 2)))
        .isInstanceOf(DisagreementException.class);
    assertThatThrownBy(() -> Agreement.require(SHAPE, result(1, 2), result(Float.NaN, 2)))
        .isInstanceOf(DisagreementException.class);
  }

  @Test
  void needsEveryGradientThatThePeerGives() {
    Result less = new Result(new float[] {4, 1}, Map.of());
    assertThatThrownBy(() -> Agreement.require(SHAPE, less, result(1, 2)))
        .hasMessage("gradient of W_i is missing on one side");
  }
}
