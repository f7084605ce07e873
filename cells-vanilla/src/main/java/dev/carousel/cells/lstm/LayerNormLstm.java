package dev.carousel.cells.lstm;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.mean;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.sqrt;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;

/**
 * Long short-term memory with layer normalisation (Ba, Kiros and Hinton, Layer normalization,
 * 2016). What goes into each gate, the candidate and the output is brought to mean 0 and variance 1
 * over the units, then scaled. The paper normalises the products with x and h apart and over all
 * gates together; here, as in TensorFlow's cell, each gate's sum is normalised by itself.
 *
 * <pre>
 *   N(a; γ) = γ ∘ m / √(mean(m ∘ m) + 10⁻⁵)   with m = a - mean(a)
 *   i_t = σ(N(W_i x_t + U_i h_{t-1}; γ_i) + b_i)
 *   f_t = σ(N(W_f x_t + U_f h_{t-1}; γ_f) + b_f)
 *   g_t = tanh(N(W_g x_t + U_g h_{t-1}; γ_g) + b_g)
 *   o_t = σ(N(W_o x_t + U_o h_{t-1}; γ_o) + b_o)
 *   c_t = f_t ∘ c_{t-1} + i_t ∘ g_t
 *   h_t = o_t ∘ tanh(N(c_t; γ_c) + b_c),   y_t = h_t
 * </pre>
 *
 * @param units the length of h and c
 * @param forgetBias added to the initial b_f
 */
public record LayerNormLstm(int units, double forgetBias) implements Cell {
  private static final double EPSILON = 1e-5;

  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public LayerNormLstm {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var c = eq.state("c");
    var i = eq.let("i", sigmoid(normalised(eq, "i", sum(eq, "i", x, h), 0)));
    var f = eq.let("f", sigmoid(normalised(eq, "f", sum(eq, "f", x, h), forgetBias)));
    var g = eq.let("g", tanh(normalised(eq, "g", sum(eq, "g", x, h), 0)));
    var o = eq.let("o", sigmoid(normalised(eq, "o", sum(eq, "o", x, h), 0)));
    var cNext = eq.next(c, f.times(c).plus(i.times(g)));
    return eq.output(eq.next(h, o.times(tanh(normalised(eq, "c", cNext, 0)))));
  }

  private static Expression sum(Equations eq, String name, Expression x, Expression h) {
    return eq.linear("W_" + name, x).plus(eq.linear("U_" + name, h));
  }

  private static Expression normalised(
      Equations eq, String name, Expression a, double initialBias) {
    var m = eq.let("m_" + name, a.minus(mean(a)));
    var deviation = sqrt(mean(m.times(m)).plus(constant(EPSILON)));
    var scaled = eq.gain("γ_" + name).times(m.dividedBy(deviation));
    return scaled.plus(eq.bias("b_" + name, initialBias));
  }
}
