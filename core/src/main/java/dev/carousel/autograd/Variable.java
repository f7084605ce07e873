package dev.carousel.autograd;

import dev.carousel.tensor.Tensor;

/** A tensor on a {@link Tape}: its value and, after a backward pass, its gradient. */
public final class Variable {
  private final Tape tape;
  private final Tensor value;
  private final boolean differentiable;
  private Tensor gradient;

  Variable(Tape tape, Tensor value, boolean differentiable, Tensor gradient) {
    this.tape = tape;
    this.value = value;
    this.differentiable = differentiable;
    this.gradient = gradient;
  }

  /**
   * The tape that this variable is on.
   *
   * @return the tape
   */
  public Tape tape() {
    return tape;
  }

  /**
   * The value.
   *
   * @return the variable's own tensor, not to be changed
   */
  public Tensor value() {
    return value;
  }

  /**
   * Whether a gradient can reach this variable.
   *
   * @return false for constants and what is computed from constants alone
   */
  public boolean differentiable() {
    return differentiable;
  }

  /**
   * The gradient, for backward steps to add to; zeros until something was added.
   *
   * @return ∂L/∂value, the variable's own tensor
   */
  public Tensor gradient() {
    if (gradient == null) {
      gradient = tape.zeros(value.shape());
    }
    return gradient;
  }

  /**
   * Adds to the gradient a tensor that nobody else needs any more, or makes that the gradient.
   *
   * @param share what to add, of the value's shape, from the tape's workspace; handed over
   */
  public void addGradient(Tensor share) {
    if (gradient == null) {
      gradient = share;
    } else {
      int columns = share.columns();
      tape.kernels().copy(share, 0, 0, gradient, 0, 0, share.rows(), columns, true);
    }
  }

  /** Whether any gradient has reached this variable. */
  boolean reached() {
    return gradient != null;
  }
}
