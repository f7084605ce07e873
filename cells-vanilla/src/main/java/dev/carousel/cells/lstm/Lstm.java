package dev.carousel.cells.lstm;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * Long short-term memory (Hochreiter and Schmidhuber, 1997) with the forget gate of Gers,
 * Schmidhuber and Cummins, Learning to forget, Neural Computation 12 (2000).
 *
 * <pre>
 *   i_t = σ(W_i x_t + U_i h_{t-1} + b_i)      input gate
 *   f_t = σ(W_f x_t + U_f h_{t-1} + b_f)      forget gate
 *   g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)   candidate
 *   o_t = σ(W_o x_t + U_o h_{t-1} + b_o)      output gate
 *   c_t = f_t ∘ c_{t-1} + i_t ∘ g_t           cell state
 *   h_t = o_t ∘ tanh(c_t),   y_t = h_t
 * </pre>
 *
 * @param units the length of h and c
 * @param forgetBias added to the initial b_f; 1 keeps the memory at first, as Gers et al. and
 *     Jozefowicz et al. (2015) advise
 */
public record Lstm(int units, double forgetBias) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Lstm {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var c = eq.state("c");
    var i = eq.let("i", sigmoid(eq.affine("i", x, h)));
    var f = eq.let("f", sigmoid(eq.affine("f", x, h, bias(forgetBias))));
    var g = eq.let("g", tanh(eq.affine("g", x, h)));
    var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
    var cNext = eq.next(c, f.times(c).plus(i.times(g)));
    var hNext = eq.next(h, o.times(tanh(cNext)));
    return eq.output(hNext);
  }
}
