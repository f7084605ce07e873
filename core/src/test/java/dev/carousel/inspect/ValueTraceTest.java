package dev.carousel.inspect;

import static dev.carousel.expression.Functions.abs;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.exp;
import static dev.carousel.expression.Functions.log;
import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.mean;
import static dev.carousel.expression.Functions.min;
import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.relu;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.softplus;
import static dev.carousel.expression.Functions.sqrt;
import static dev.carousel.expression.Functions.tanh;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.expression.Expression;
import dev.carousel.inspect.ValueTrace.Kind;
import org.junit.jupiter.api.Test;

class ValueTraceTest {
  private static final Expression A = operand("a");

  @Test
  void saturationIsCountedOverStepsAndUnits() {
    float[][] data = {{0.05f, 0.95f, 0.5f, 0.91f}, {-0.95f, -0.89f, 0.9f, 0.1f}};
    ValueTrace gate = new ValueTrace("i", Kind.GATE, data);
    assertThat(gate.low()).hasValue(3.0 / 8);
    assertThat(gate.high()).hasValue(2.0 / 8);
    ValueTrace candidate = new ValueTrace("g", Kind.CANDIDATE, data);
    assertThat(candidate.low()).hasValue(1.0 / 8);
    assertThat(candidate.high()).hasValue(2.0 / 8);
    ValueTrace state = new ValueTrace("c", Kind.STATE, data);
    assertThat(state.low()).isEmpty();
    assertThat(state.high()).isEmpty();
  }

  @Test
  void meanAndDeviationAreThoseOfAllNumbers() {
    ValueTrace value = new ValueTrace("c", Kind.STATE, new float[][] {{1, 3}, {5, 7}});
    assertThat(value.mean()).isEqualTo(4);
    assertThat(value.sd()).isCloseTo(Math.sqrt(5), within(1e-15));
  }

  @Test
  void boundsFollowTheOperators() {
    assertThat(Bounds.of(sigmoid(A))).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.of(constant(1).minus(sigmoid(A)))).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.of(tanh(A).times(sigmoid(A)))).isEqualTo(new Bounds(-1, 1));
    assertThat(Bounds.of(abs(tanh(A)))).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.of(mean(tanh(A)))).isEqualTo(new Bounds(-1, 1));
    assertThat(Bounds.of(max(tanh(A), constant(0)))).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.of(min(relu(A), constant(2)))).isEqualTo(new Bounds(0, 2));
    assertThat(Bounds.of(exp(constant(0).minus(softplus(A))))).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.of(A).within(-1e300, 1e300)).isFalse();
    assertThat(Bounds.of(sigmoid(A).times(A)).within(0, 1)).isFalse();
    assertThat(Bounds.of(log(A).plus(sqrt(A))).within(0, 1)).isFalse();
    assertThat(Bounds.of(tanh(A).dividedBy(sigmoid(A))).within(-1, 1)).isFalse();
    assertThat(Bounds.of(tanh(A).dividedBy(sigmoid(A).plus(constant(1)))))
        .isEqualTo(new Bounds(-1, 1));
  }

  @Test
  void shareOfTwoGatesIsOneItself() {
    Expression f = sigmoid(operand("f"));
    Expression i = sigmoid(operand("i"));
    assertThat(Bounds.of(f.dividedBy(f.plus(i)))).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.of(i.dividedBy(f.plus(i)))).isEqualTo(new Bounds(0, 1));
    assertThat(Bounds.of(f.dividedBy(tanh(A).plus(f))).within(0, 1)).isFalse();
  }

  @Test
  void lagsHaveTwoDigitsBeyondHundred() {
    assertThat(JacobianNorms.lagsUpTo(3)).containsExactly(0, 1, 2, 3);
    assertThat(JacobianNorms.lagsUpTo(100)).hasSize(101).contains(1, 50, 99, 100);
    assertThat(JacobianNorms.lagsUpTo(125)).hasSize(104).endsWith(100, 110, 120, 125);
    assertThat(JacobianNorms.lagsUpTo(2000)).contains(990, 1000, 1100, 1900).endsWith(1900, 2000);
  }
}
