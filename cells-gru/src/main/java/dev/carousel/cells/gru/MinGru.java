package dev.carousel.cells.gru;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * The minimal GRU of Feng, Tung, Ahmed, Bengio and Hajimirsadeghi, Were RNNs all we needed?, 2024:
 * gate and candidate see the input only, so that nothing but a weighted sum is recurrent.
 *
 * <pre>
 *   z_t = σ(W_z x_t + b_z)     update gate
 *   n_t = W_n x_t + b_n        candidate
 *   h_t = (1 - z_t) ∘ h_{t-1} + z_t ∘ n_t,   y_t = h_t
 * </pre>
 *
 * @param units the length of h
 */
public record MinGru(int units) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public MinGru {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var z = eq.let("z", sigmoid(eq.affine("z", x)));
    var n = eq.let("n", eq.affine("n", x));
    return eq.output(eq.next(h, constant(1).minus(z).times(h).plus(z.times(n))));
  }
}
