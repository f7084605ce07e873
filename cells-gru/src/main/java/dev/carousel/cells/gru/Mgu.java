package dev.carousel.cells.gru;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * The minimal gated unit of Zhou, Wu, Zhang and Zhou, Minimal gated unit for recurrent neural
 * networks, International Journal of Automation and Computing 13 (2016): a {@link Gru} whose one
 * gate both resets and updates.
 *
 * <pre>
 *   f_t = σ(W_f x_t + U_f h_{t-1} + b_f)             forget gate
 *   n_t = tanh(W_n x_t + U_n (f_t ∘ h_{t-1}) + b_n)   candidate
 *   h_t = (1 - f_t) ∘ h_{t-1} + f_t ∘ n_t,   y_t = h_t
 * </pre>
 *
 * @param units the length of h
 */
public record Mgu(int units) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Mgu {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var f = eq.let("f", sigmoid(eq.affine("f", x, h)));
    var n = eq.let("n", tanh(eq.affine("n", x, f.times(h))));
    return eq.output(eq.next(h, constant(1).minus(f).times(h).plus(f.times(n))));
  }
}
