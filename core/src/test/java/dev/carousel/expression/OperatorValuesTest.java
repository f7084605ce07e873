package dev.carousel.expression;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OperatorValuesTest {
  private static final double INFINITY = Double.POSITIVE_INFINITY;

  @Test
  void sigmoidDoesNotOverflow() {
    assertThat(UnaryOperator.SIGMOID.apply(0)).isEqualTo(0.5);
    assertThat(UnaryOperator.SIGMOID.apply(1000)).isEqualTo(1);
    assertThat(UnaryOperator.SIGMOID.apply(-1000)).isZero();
    assertThat(UnaryOperator.SIGMOID.apply(INFINITY)).isEqualTo(1);
    assertThat(UnaryOperator.SIGMOID.apply(-INFINITY)).isZero();
    assertThat(UnaryOperator.SIGMOID.apply(-40)).isEqualTo(Math.exp(-40));
  }

  @Test
  void softplusDoesNotOverflow() {
    assertThat(UnaryOperator.SOFTPLUS.apply(0)).isEqualTo(Math.log(2));
    assertThat(UnaryOperator.SOFTPLUS.apply(1000)).isEqualTo(1000);
    assertThat(UnaryOperator.SOFTPLUS.apply(-40)).isEqualTo(Math.exp(-40));
    assertThat(UnaryOperator.SOFTPLUS.apply(-INFINITY)).isZero();
  }

  @Test
  void reluOfInfinitiesIsFiniteBelow() {
    assertThat(UnaryOperator.RELU.apply(-INFINITY)).isZero();
    assertThat(UnaryOperator.RELU.apply(INFINITY)).isEqualTo(INFINITY);
  }

  @ParameterizedTest
  @EnumSource
  void notANumberStays(UnaryOperator operator) {
    double value = operator.apply(Double.NaN);
    if (operator == UnaryOperator.STEP) {
      assertThat(value).isZero();
    } else {
      assertThat(value).isNaN();
    }
  }

  @ParameterizedTest
  @EnumSource
  void notANumberOnEitherSideStays(BinaryOperator operator) {
    assertThat(operator.apply(Double.NaN, 1)).isNaN();
    assertThat(operator.apply(1, Double.NaN)).isNaN();
  }
}
