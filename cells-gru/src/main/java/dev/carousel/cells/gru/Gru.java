package dev.carousel.cells.gru;

import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;

/**
 * The gated recurrent unit of Cho et al., Learning phrase representations, EMNLP 2014.
 *
 * <pre>
 *   r_t = σ(W_r x_t + U_r h_{t-1} + b_r)                    reset gate
 *   z_t = σ(W_z x_t + U_z h_{t-1} + b_z)                    update gate
 *   n_t = tanh(W_n x_t + U_n (r_t ∘ h_{t-1}) + b_n)         candidate, reset before the product
 *   n_t = tanh(W_n x_t + b_n + r_t ∘ (U_n h_{t-1} + b_hn))   candidate, reset after the product
 *   h_t = (1 - z_t) ∘ n_t + z_t ∘ h_{t-1},   y_t = h_t
 * </pre>
 *
 * <p>Before is the form of the paper's published version; after is that of its first version, which
 * needs one product less in sequence and is what cuDNN, PyTorch and Keras compute.
 *
 * @param units the length of h
 * @param reset where the reset gate acts
 */
public record Gru(int units, Reset reset) implements Cell {
  /** Where the reset gate acts. */
  public enum Reset {
    /** On the state, before the product with U_n. */
    BEFORE,
    /** On the product U_n h + b_hn. */
    AFTER
  }

  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public Gru {
    Cell.requireUnits(units);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var r = eq.let("r", sigmoid(eq.affine("r", x, h)));
    var z = eq.let("z", sigmoid(eq.affine("z", x, h)));
    var candidate =
        reset == Reset.BEFORE
            ? eq.affine("n", x, r.times(h))
            : eq.affine("n", x).plus(r.times(eq.linear("U_n", h).plus(eq.bias("b_hn"))));
    var n = eq.let("n", tanh(candidate));
    return eq.output(eq.next(h, constant(1).minus(z).times(n).plus(z.times(h))));
  }
}
