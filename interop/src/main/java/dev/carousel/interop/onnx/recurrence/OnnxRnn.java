package dev.carousel.interop.onnx.recurrence;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One direction of the operator RNN.
 *
 * <pre>
 *   h_t = f(W_h x_t + U_h h_{t-1} + b_h),   y_t = h_t
 * </pre>
 *
 * <p>W_h, U_h and b_h are the standard's W_i, R_i and Wb_i + Rb_i.
 *
 * @param units the attribute hidden_size
 * @param f the activation function, Tanh where a node does not say
 * @param clip what the argument of f is bounded by
 */
public record OnnxRnn(int units, Activation f, OptionalDouble clip) implements OnnxCell {
  /**
   * Checks units and clip.
   *
   * @throws IllegalArgumentException if there are no units, or the clip is not above 0
   */
  public OnnxRnn {
    Cell.requireUnits(units);
    Objects.requireNonNull(f);
    OnnxCell.requireClip(clip);
  }

  @Override
  public String operator() {
    return "RNN";
  }

  @Override
  public List<String> gates() {
    return List.of("h");
  }

  @Override
  public List<Activation> activations() {
    return List.of(f);
  }

  @Override
  public OnnxRnn with(List<Activation> activations) {
    return new OnnxRnn(units, activations.get(0), clip);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var activated = new ClippedActivations(eq, clip);
    var x = eq.input();
    var h = eq.state("h");
    return eq.output(eq.next(h, activated.of(f, "h", eq.affine("h", x, h))));
  }
}
