package dev.carousel.autograd;

import dev.carousel.tensor.Tensor;

/**
 * A trainable tensor.
 *
 * @param name unique within a model, such as "recurrent.0.forward.U"
 * @param value changed in place by an optimizer
 * @param gradient ∂L/∂value, of the same shape; backward passes add to it, the trainer zeroes it
 *     before each step
 * @param layer what it is a part of
 */
public record Parameter(String name, Tensor value, Tensor gradient, Layer layer) {
  /**
   * A tensor that is a part of nothing that has a name in other systems.
   *
   * @param name unique within a model
   * @param value changed in place by an optimizer
   * @param gradient ∂L/∂value, of the same shape
   */
  public Parameter(String name, Tensor value, Tensor gradient) {
    this(name, value, gradient, Layer.NONE);
  }
}
