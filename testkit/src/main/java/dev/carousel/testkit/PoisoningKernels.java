package dev.carousel.testkit;

import dev.carousel.tensor.Kernels;
import dev.carousel.tensor.Shape;
import dev.carousel.tensor.Tensor;
import dev.carousel.tensor.Workers;
import dev.carousel.tensor.WrappedKernels;

/**
 * Kernels that compute exactly as others do, but fill whatever they allocate with NaN. Code that
 * reads an element it has not written computes NaN with them, where otherwise it may happen to find
 * the 0 it hoped for.
 *
 * <p>Tensors are those of the wrapped kernels and can be handed to either.
 */
public final class PoisoningKernels extends WrappedKernels {
  /**
   * Wraps kernels.
   *
   * @param kernels what computes
   */
  public PoisoningKernels(Kernels kernels) {
    super(kernels);
  }

  @Override
  public Kernels on(Workers workers) {
    return new PoisoningKernels(super.on(workers));
  }

  @Override
  public String name() {
    return super.name() + ", poisoned";
  }

  @Override
  public Tensor allocate(Shape shape) {
    Tensor tensor = super.allocate(shape);
    fill(tensor, Float.NaN);
    return tensor;
  }
}
