package dev.carousel.cells.lstm;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.exp;
import static dev.carousel.expression.Functions.max;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.softplus;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * The sLSTM of Beck et al., xLSTM: Extended long short-term memory, NeurIPS 2024: an exponential
 * input gate, so that what is stored can be revised, a normaliser n that adds up the gates, and a
 * stabiliser m that keeps exponentials in range without changing c / n. The forget gate is the
 * sigmoid one of the two that the paper allows; recurrent weights are whole, which is one head.
 *
 * <pre>
 *   a_t = W_i x_t + U_i h_{t-1} + b_i                          log of the input gate
 *   l_t = log σ(W_f x_t + U_f h_{t-1} + b_f)                   log of the forget gate
 *   g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)
 *   o_t = σ(W_o x_t + U_o h_{t-1} + b_o)
 *   m_t = max(l_t + m_{t-1}, a_t)
 *   i_t = exp(a_t - m_t),   f_t = exp(l_t + m_{t-1} - m_t)
 *   c_t = f_t ∘ c_{t-1} + i_t ∘ g_t
 *   n_t = f_t ∘ n_{t-1} + i_t
 *   h_t = o_t ∘ c_t / n_t,   y_t = h_t
 * </pre>
 *
 * @param units the length of h, c, n and m
 * @param forgetBias added to the initial b_f
 */
public record Slstm(int units, double forgetBias) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Slstm {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var c = eq.state("c");
    var n = eq.state("n");
    var m = eq.state("m");
    var zero = constant(0);
    var a = eq.let("a", eq.affine("i", x, h));
    // log σ(z) = -log(1 + e^-z)
    var z = eq.affine("f", x, h, bias(forgetBias));
    var l = eq.let("l", zero.minus(softplus(zero.minus(z))));
    var g = eq.let("g", tanh(eq.affine("g", x, h)));
    var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
    var mNext = eq.next(m, max(l.plus(m), a));
    var i = eq.let("i", exp(a.minus(mNext)));
    var f = eq.let("f", exp(l.plus(m).minus(mNext)));
    var cNext = eq.next(c, f.times(c).plus(i.times(g)));
    var nNext = eq.next(n, f.times(n).plus(i));
    return eq.output(eq.next(h, o.times(cNext.dividedBy(nNext))));
  }
}
