package dev.carousel.expression;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.operand;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SimplifiedTest {
  private final Expression a = operand("a");

  @Test
  void whatChangesNothingIsLeftOut() {
    assertThat(a.plus(constant(0))).isSameAs(a);
    assertThat(constant(0).plus(a)).isSameAs(a);
    assertThat(a.minus(constant(0))).isSameAs(a);
    assertThat(a.times(1)).isSameAs(a);
    assertThat(constant(1).times(a)).isSameAs(a);
    assertThat(a.dividedBy(constant(1))).isSameAs(a);
    assertThat(a.times(0)).isEqualTo(constant(0));
    assertThat(constant(0).times(a)).isEqualTo(constant(0));
  }

  @Test
  void constantsAreComputedAtOnce() {
    assertThat(constant(2).plus(constant(3))).isEqualTo(constant(5));
    assertThat(constant(2).minus(constant(3))).isEqualTo(constant(-1));
    assertThat(constant(2).times(constant(3))).isEqualTo(constant(6));
    assertThat(constant(3).dividedBy(constant(2))).isEqualTo(constant(1.5));
  }

  @Test
  void zeroMinusSomethingStays() {
    assertThat(Notation.PLAIN.print(constant(0).minus(a))).isEqualTo("0 - a_t");
  }
}
