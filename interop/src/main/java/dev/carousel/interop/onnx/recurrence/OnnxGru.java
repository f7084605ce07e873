package dev.carousel.interop.onnx.recurrence;

import static dev.carousel.expression.Functions.constant;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One direction of the operator GRU.
 *
 * <pre>
 *   z_t = f(W_z x_t + U_z h_{t-1} + b_z)                     update gate
 *   r_t = f(W_r x_t + U_r h_{t-1} + b_r)                     reset gate
 *   n_t = g(W_n x_t + U_n (r_t ∘ h_{t-1}) + b_n)             hidden gate
 *   n_t = g(W_n x_t + b_n + r_t ∘ (U_n h_{t-1} + b_hn))      hidden gate, linear before reset
 *   h_t = (1 - z_t) ∘ n_t + z_t ∘ h_{t-1},   y_t = h_t
 * </pre>
 *
 * <p>The gates z, r, n are the standard's z, r, h; each b is the sum of its two biases, but for b_n
 * and b_hn, which are Wb_h and Rb_h.
 *
 * @param units the attribute hidden_size
 * @param f the activation function of the gates z and r, Sigmoid where a node does not say
 * @param g that of the hidden gate, Tanh where a node does not say
 * @param clip what the arguments of f and g are bounded by
 * @param linearBeforeReset whether the reset gate acts on the product with U_n, not on the state
 */
public record OnnxGru(
    int units, Activation f, Activation g, OptionalDouble clip, boolean linearBeforeReset)
    implements OnnxCell {
  /**
   * Checks units and clip.
   *
   * @throws IllegalArgumentException if there are no units, or the clip is not above 0
   */
  public OnnxGru {
    Cell.requireUnits(units);
    Objects.requireNonNull(f);
    Objects.requireNonNull(g);
    OnnxCell.requireClip(clip);
  }

  @Override
  public String operator() {
    return "GRU";
  }

  @Override
  public List<String> gates() {
    return List.of("z", "r", "n");
  }

  @Override
  public List<Activation> activations() {
    return List.of(f, g);
  }

  @Override
  public OnnxGru with(List<Activation> activations) {
    return new OnnxGru(units, activations.get(0), activations.get(1), clip, linearBeforeReset);
  }

  @Override
  public CellEquations equations() {
    return equations(false);
  }

  /** With the update gate either as the standard has it, or as one minus that. */
  CellEquations equations(boolean opposite) {
    var eq = Equations.of(units);
    var activated = new ClippedActivations(eq, clip);
    var x = eq.input();
    var h = eq.state("h");
    var z = eq.let("z", activated.of(f, "z", eq.affine("z", x, h)));
    var r = eq.let("r", activated.of(f, "r", eq.affine("r", x, h)));
    var candidate =
        linearBeforeReset
            ? eq.affine("n", x).plus(r.times(eq.linear("U_n", h).plus(eq.bias("b_hn"))))
            : eq.affine("n", x, r.times(h));
    var n = eq.let("n", activated.of(g, "n", candidate));
    var rest = constant(1).minus(z);
    return eq.output(
        eq.next(h, opposite ? rest.times(h).plus(z.times(n)) : rest.times(n).plus(z.times(h))));
  }
}
