package dev.carousel.interop.onnx.recurrence;

import static dev.carousel.expression.Functions.constant;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;

/**
 * One direction of the operator LSTM.
 *
 * <pre>
 *   i_t = f(W_i x_t + U_i h_{t-1} + p_i ∘ c_{t-1} + b_i)    input gate
 *   f_t = f(W_f x_t + U_f h_{t-1} + p_f ∘ c_{t-1} + b_f)    forget gate
 *   f_t = 1 - i_t                                           forget gate, coupled
 *   g_t = g(W_g x_t + U_g h_{t-1} + b_g)                    cell gate
 *   c_t = f_t ∘ c_{t-1} + i_t ∘ g_t                         cell state
 *   o_t = f(W_o x_t + U_o h_{t-1} + p_o ∘ c_t + b_o)        output gate
 *   h_t = o_t ∘ h(c_t),   y_t = h_t
 * </pre>
 *
 * <p>The gates i, o, f, g are the standard's i, o, f, c; each b is the sum of its two biases. The
 * standard does not say which of the coupled gates is the other's rest; ONNX Runtime computes it as
 * above.
 *
 * @param units the attribute hidden_size
 * @param f the activation function of the gates i, o and f, Sigmoid where a node does not say
 * @param g that of the cell gate, Tanh where a node does not say
 * @param h that of the cell state, Tanh where a node does not say
 * @param clip what the arguments of f, g and h are bounded by; the cell state itself is not
 * @param inputForget whether the forget gate is coupled to the input gate, which leaves its weights
 *     unused
 * @param peepholes whether there are weights p, the input P of a node
 */
public record OnnxLstm(
    int units,
    Activation f,
    Activation g,
    Activation h,
    OptionalDouble clip,
    boolean inputForget,
    boolean peepholes)
    implements OnnxCell {
  /**
   * Checks units and clip.
   *
   * @throws IllegalArgumentException if there are no units, or the clip is not above 0
   */
  public OnnxLstm {
    Cell.requireUnits(units);
    Objects.requireNonNull(f);
    Objects.requireNonNull(g);
    Objects.requireNonNull(h);
    OnnxCell.requireClip(clip);
  }

  @Override
  public String operator() {
    return "LSTM";
  }

  @Override
  public List<String> gates() {
    return List.of("i", "o", "f", "g");
  }

  @Override
  public List<Activation> activations() {
    return List.of(f, g, h);
  }

  @Override
  public OnnxLstm with(List<Activation> activations) {
    return new OnnxLstm(
        units,
        activations.get(0),
        activations.get(1),
        activations.get(2),
        clip,
        inputForget,
        peepholes);
  }

  @Override
  public CellEquations equations() {
    return equations(false);
  }

  /** With the input and forget gates, if coupled, either as above or the other way round. */
  CellEquations equations(boolean opposite) {
    var eq = Equations.of(units);
    var activated = new ClippedActivations(eq, clip);
    var x = eq.input();
    var hidden = eq.state("h");
    var c = eq.state("c");
    var gates = new Gates(eq, activated, x, hidden);
    var one = constant(1);
    Expression i;
    Expression forget;
    if (inputForget && opposite) {
      forget = gates.gate("f", c);
      i = eq.let("i", one.minus(forget));
    } else {
      i = gates.gate("i", c);
      forget = inputForget ? eq.let("f", one.minus(i)) : gates.gate("f", c);
    }
    var cell = eq.let("g", activated.of(g, "g", eq.affine("g", x, hidden)));
    var cNext = eq.next(c, forget.times(c).plus(i.times(cell)));
    var o = gates.gate("o", cNext);
    return eq.output(eq.next(hidden, o.times(activated.of(h, "c", cNext))));
  }

  /** The gates whose activation function is f. */
  private final class Gates {
    private final Equations eq;
    private final ClippedActivations activated;
    private final Expression x;
    private final Expression hidden;

    Gates(Equations eq, ClippedActivations activated, Expression x, Expression hidden) {
      this.eq = eq;
      this.activated = activated;
      this.x = x;
      this.hidden = hidden;
    }

    Definition gate(String name, Expression seen) {
      var sum = eq.affine(name, x, hidden);
      var argument = peepholes ? sum.plus(eq.perUnit("p_" + name).times(seen)) : sum;
      return eq.let(name, activated.of(f, name, argument));
    }
  }
}
