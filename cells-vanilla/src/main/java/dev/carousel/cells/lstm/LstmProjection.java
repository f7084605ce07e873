package dev.carousel.cells.lstm;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * Long short-term memory with a recurrent projection (Sak, Senior and Beaufays, Long short-term
 * memory recurrent neural network architectures for large scale acoustic modeling, Interspeech
 * 2014): a {@link Lstm} whose gates read, and whose output is, a narrower linear map of its memory,
 * so that the memory can be large at little cost. Without the paper's peepholes and its part that
 * does not recur, as in PyTorch.
 *
 * <pre>
 *   i_t = σ(W_i x_t + U_i h_{t-1} + b_i)      input gate
 *   f_t = σ(W_f x_t + U_f h_{t-1} + b_f)      forget gate
 *   g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)   candidate
 *   o_t = σ(W_o x_t + U_o h_{t-1} + b_o)      output gate
 *   c_t = f_t ∘ c_{t-1} + i_t ∘ g_t           cell state
 *   h_t = W_r (o_t ∘ tanh(c_t)),   y_t = h_t
 * </pre>
 *
 * @param units the width of c and of the gates
 * @param projection the width of h and so of the output; the paper's is smaller than the units
 * @param forgetBias added to the initial b_f
 */
public record LstmProjection(int units, int projection, double forgetBias) implements Cell {
  /**
   * Checks the widths.
   *
   * @throws IllegalArgumentException if one is not at least 1
   */
  public LstmProjection {
    Cell.requireUnits(units);
    if (projection < 1) {
      throw new IllegalArgumentException("projection must be at least 1, got " + projection);
    }
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h", projection);
    var c = eq.state("c");
    var i = eq.let("i", sigmoid(eq.affine("i", x, h)));
    var f = eq.let("f", sigmoid(eq.affine("f", x, h, bias(forgetBias))));
    var g = eq.let("g", tanh(eq.affine("g", x, h)));
    var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
    var cNext = eq.next(c, f.times(c).plus(i.times(g)));
    return eq.output(eq.next(h, eq.linear("W_r", projection, o.times(tanh(cNext)))));
  }
}
