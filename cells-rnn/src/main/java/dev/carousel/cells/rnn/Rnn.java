package dev.carousel.cells.rnn;

import static dev.carousel.expression.Functions.relu;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * The simple recurrent network of Elman, Finding structure in time, Cognitive Science 14 (1990).
 *
 * <pre>
 *   h_t = φ(W_h x_t + U_h h_{t-1} + b_h),   y_t = h_t
 * </pre>
 *
 * @param units the length of h
 * @param activation φ
 */
public record Rnn(int units, Activation activation) implements Cell {
  /** The nonlinearity φ. */
  public enum Activation {
    /** Hyperbolic tangent. */
    TANH,
    /** max(a, 0), as in Le, Jaitly and Hinton (2015). */
    RELU
  }

  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Rnn {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var a = eq.affine("h", x, h);
    return eq.output(eq.next(h, activation == Activation.TANH ? tanh(a) : relu(a)));
  }
}
