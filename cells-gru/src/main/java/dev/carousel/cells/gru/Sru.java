package dev.carousel.cells.gru;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * The simple recurrent unit of Lei, Zhang, Wang, Dai and Artzi, Simple recurrent units for highly
 * parallelizable recurrence, EMNLP 2018: gates see the state through one weight a unit, so that no
 * matrix product is recurrent. Where input and units differ in number, the paper projects the input
 * that passes by the state (W_p), as is done here always; its constant scale α is left to W_p.
 *
 * <pre>
 *   f_t = σ(W_f x_t + v_f ∘ c_{t-1} + b_f)    forget gate
 *   r_t = σ(W_r x_t + v_r ∘ c_{t-1} + b_r)    reset gate
 *   c_t = f_t ∘ c_{t-1} + (1 - f_t) ∘ W_c x_t
 *   h_t = r_t ∘ c_t + (1 - r_t) ∘ W_p x_t,   y_t = h_t
 * </pre>
 *
 * @param units the length of c and h
 */
public record Sru(int units) implements Cell {
  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Sru {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var c = eq.state("c");
    var one = constant(1);
    var f = eq.let("f", sigmoid(eq.affine("f", x).plus(eq.perUnit("v_f").times(c))));
    var r = eq.let("r", sigmoid(eq.affine("r", x).plus(eq.perUnit("v_r").times(c))));
    var cNext = eq.next(c, f.times(c).plus(one.minus(f).times(eq.linear("W_c", x))));
    var h = r.times(cNext).plus(one.minus(r).times(eq.linear("W_p", x)));
    return eq.output(eq.let("h", h));
  }
}
