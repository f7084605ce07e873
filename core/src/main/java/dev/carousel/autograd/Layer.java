package dev.carousel.autograd;

import dev.carousel.cell.CellEquations;

/**
 * The layer that a parameter is a part of, for whoever knows such layers under other names and with
 * other layouts. A layer's parameters follow each other in the order that is stated here.
 */
public sealed interface Layer {
  /** Of parameters that are no part of such a layer. */
  Layer NONE = new None();

  /** No layer that other systems have. */
  record None() implements Layer {}

  /**
   * An affine map y = x Wᵀ + b: W [outputs, inputs], then b [1, outputs]; b alone where W is
   * another layer's table.
   *
   * @param name unique within a model, such as "readout"
   */
  record Dense(String name) implements Layer {}

  /**
   * A table with one vector a token, [tokens, width].
   *
   * @param name unique within a model, such as "embedding"
   */
  record Embedding(String name) implements Layer {}

  /**
   * One cell over sequences in one direction: for each group of {@link CellEquations#products} the
   * stacked weights, [sum of the products' widths, width of the operand], then one tensor with all
   * {@link CellEquations#vectors} one after the other.
   *
   * @param stack the name of the layers that it is one of, unique within a model, such as
   *     "recurrent"
   * @param number its place among them, 0 for the one that reads the input
   * @param directions in how many directions each of them reads, 1 or 2
   * @param reversed whether it reads from the end
   * @param equations the cell
   */
  record Recurrent(
      String stack, int number, int directions, boolean reversed, CellEquations equations)
      implements Layer {
    /**
     * What its parameters' names begin with.
     *
     * @return such as "recurrent.0.forward"
     */
    public String name() {
      return stack + "." + number + (reversed ? ".backward" : ".forward");
    }
  }
}
