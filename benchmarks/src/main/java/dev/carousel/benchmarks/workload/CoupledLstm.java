package dev.carousel.benchmarks.workload;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * An LSTM whose input gate is 1 minus its forget gate (Greff et al., LSTM: a search space odyssey,
 * 2017): the custom cell of the comparison, known to no other system.
 *
 * <pre>
 *   c_t = f_t ∘ c_{t-1} + (1 - f_t) ∘ g_t,   h_t = o_t ∘ tanh(c_t)
 * </pre>
 *
 * @param units the length of h and c
 */
public record CoupledLstm(int units) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public CoupledLstm {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var c = eq.state("c");
    var f = eq.let("f", sigmoid(eq.affine("f", x, h)));
    var g = eq.let("g", tanh(eq.affine("g", x, h)));
    var o = eq.let("o", sigmoid(eq.affine("o", x, h)));
    var cNext = eq.next(c, f.times(c).plus(constant(1).minus(f).times(g)));
    return eq.output(eq.next(h, o.times(tanh(cNext))));
  }
}
