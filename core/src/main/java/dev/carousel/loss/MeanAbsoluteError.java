package dev.carousel.loss;

import static dev.carousel.expression.Functions.abs;
import static dev.carousel.expression.Functions.operand;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;

/** The mean of |y - target|. */
public record MeanAbsoluteError() implements Loss {
  @Override
  public Variable of(Variable outputs, Targets targets) {
    return ValueLoss.mean(abs(operand("y").minus(operand("target"))), outputs, targets);
  }
}
