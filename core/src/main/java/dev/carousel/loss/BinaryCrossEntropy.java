package dev.carousel.loss;

import static dev.carousel.expression.Functions.operand;
import static dev.carousel.expression.Functions.softplus;

import dev.carousel.autograd.Variable;
import dev.carousel.data.Targets;
import dev.carousel.expression.Expression;

/**
 * Binary cross-entropy of logits, in nats: the mean of -target log σ(y) - (1 - target) log(1 -
 * σ(y)), computed as softplus(y) - target y, which does not overflow.
 */
public record BinaryCrossEntropy() implements Loss {
  @Override
  public Variable of(Variable outputs, Targets targets) {
    Expression y = operand("y");
    return ValueLoss.mean(softplus(y).minus(operand("target").times(y)), outputs, targets);
  }
}
