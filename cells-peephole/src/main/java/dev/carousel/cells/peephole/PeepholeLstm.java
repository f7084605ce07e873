package dev.carousel.cells.peephole;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * Long short-term memory with peephole connections (Gers and Schmidhuber, Recurrent nets that time
 * and count, IJCNN 2000; Gers, Schraudolph and Schmidhuber, JMLR 3, 2002). The input and forget
 * gates see the cell state of the step before, the output gate the new one.
 *
 * <pre>
 *   i_t = σ(W_i x_t + U_i h_{t-1} + p_i ∘ c_{t-1} + b_i)
 *   f_t = σ(W_f x_t + U_f h_{t-1} + p_f ∘ c_{t-1} + b_f)
 *   g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)
 *   c_t = f_t ∘ c_{t-1} + i_t ∘ g_t
 *   o_t = σ(W_o x_t + U_o h_{t-1} + p_o ∘ c_t + b_o)
 *   h_t = o_t ∘ tanh(c_t),   y_t = h_t
 * </pre>
 *
 * @param units the length of h and c
 * @param forgetBias added to the initial b_f
 */
public record PeepholeLstm(int units, double forgetBias) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public PeepholeLstm {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var c = eq.state("c");
    var i = eq.let("i", sigmoid(eq.affine("i", x, h).plus(eq.perUnit("p_i").times(c))));
    var f =
        eq.let(
            "f", sigmoid(eq.affine("f", x, h, bias(forgetBias)).plus(eq.perUnit("p_f").times(c))));
    var g = eq.let("g", tanh(eq.affine("g", x, h)));
    var cNext = eq.next(c, f.times(c).plus(i.times(g)));
    var o = eq.let("o", sigmoid(eq.affine("o", x, h).plus(eq.perUnit("p_o").times(cNext))));
    return eq.output(eq.next(h, o.times(tanh(cNext))));
  }
}
