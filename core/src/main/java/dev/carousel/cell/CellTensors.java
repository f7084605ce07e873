package dev.carousel.cell;

import dev.carousel.tensor.Tensor;
import java.util.List;

/**
 * The trainable tensors of a cell for one width of input, or their gradients. See {@link CellPlan}
 * for the order of the blocks.
 *
 * @param weights for each group of products the stacked weights, [sum of the products' widths,
 *     width of the operand]
 * @param vectors all trainable vectors, one after the other: [number, width] where all have one
 *     width, else [1, sum of the widths]
 */
public record CellTensors(List<Tensor> weights, Tensor vectors) {
  /** Copies the list. */
  public CellTensors {
    weights = List.copyOf(weights);
  }
}
