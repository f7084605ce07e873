package dev.carousel.loss;

import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.expression.Expression;

/** The mean of (y - target)². */
public record MeanSquaredError() implements Loss {
  @Override
  public Variable of(Variable outputs, Targets targets) {
    Expression error = operand("y").minus(operand("target"));
    return ValueLoss.mean(error.times(error), outputs, targets);
  }
}
