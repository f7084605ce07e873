package dev.carousel.cells.lstm;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * Long short-term memory whose input gate and forget gate are coupled: it writes as much as it
 * forgets (CIFG in Greff, Srivastava, Koutník, Steunebrink and Schmidhuber, LSTM: A search space
 * odyssey, 2017; without their peepholes). It has a quarter fewer weights than {@link Lstm}.
 *
 * <pre>
 *   f_t = σ(W_f x_t + U_f h_{t-1} + b_f)      forget gate
 *   g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)   candidate
 *   o_t = σ(W_o x_t + U_o h_{t-1} + b_o)      output gate
 *   c_t = f_t ∘ c_{t-1} + (1 - f_t) ∘ g_t     cell state
 *   h_t = o_t ∘ tanh(c_t),   y_t = h_t
 * </pre>
 *
 * @param units the length of h and c
 * @param forgetBias added to the initial b_f
 */
public record CifgLstm(int units, double forgetBias) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public CifgLstm {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var c = eq.state("c");
    var f = eq.let("f", sigmoid(eq.affine("f", x, h, bias(forgetBias))));
    var g = eq.let("g", tanh(eq.affine("g", x, h)));
    var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
    var cNext = eq.next(c, f.times(c).plus(constant(1).minus(f).times(g)));
    return eq.output(eq.next(h, o.times(tanh(cNext))));
  }
}
