package dev.carousel.cells.lstm;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.sigmoid;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * The minimal LSTM of Feng, Tung, Ahmed, Bengio and Hajimirsadeghi, Were RNNs all we needed?, 2024:
 * gates and candidate see the input only, so that nothing but a weighted sum is recurrent. The
 * gates are scaled to add up to 1.
 *
 * <pre>
 *   f_t = σ(W_f x_t + b_f)
 *   i_t = σ(W_i x_t + b_i)
 *   g_t = W_g x_t + b_g
 *   h_t = (f_t ∘ h_{t-1} + i_t ∘ g_t) / (f_t + i_t),   y_t = h_t
 * </pre>
 *
 * @param units the length of h
 * @param forgetBias added to the initial b_f
 */
public record MinLstm(int units, double forgetBias) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public MinLstm {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var f = eq.let("f", sigmoid(eq.affine("f", x, bias(forgetBias))));
    var i = eq.let("i", sigmoid(eq.affine("i", x)));
    var g = eq.let("g", eq.affine("g", x));
    return eq.output(eq.next(h, f.times(h).plus(i.times(g)).dividedBy(f.plus(i))));
  }
}
