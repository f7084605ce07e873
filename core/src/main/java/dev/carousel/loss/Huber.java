package dev.carousel.loss;

import static dev.carousel.expression.Functions.abs;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.min;
import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.expression.Expression;

/**
 * Huber's loss (1964): with e = |y - target|, the mean of e²/2 where e is at most delta and of
 * delta (e - delta/2) beyond.
 *
 * @param delta where it turns from a parabola into a line, above 0
 */
public record Huber(double delta) implements Loss {
  /**
   * Checks delta.
   *
   * @throws IllegalArgumentException if delta is not above 0
   */
  public Huber {
    if (!(delta > 0)) {
      throw new IllegalArgumentException("delta must be above 0, got " + delta);
    }
  }

  @Override
  public Variable of(Variable outputs, Targets targets) {
    Expression e = abs(operand("y").minus(operand("target")));
    Expression inner = min(e, constant(delta));
    // q²/2 + delta (e - q) with q = min(e, delta) is both branches at once.
    Expression loss = inner.times(inner).times(0.5).plus(e.minus(inner).times(delta));
    return ValueLoss.mean(loss, outputs, targets);
  }
}
