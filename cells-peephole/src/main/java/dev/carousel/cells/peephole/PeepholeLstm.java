package dev.carousel.cells.peephole;

import static dev.carousel.expression.Functions.bias;
import static dev.carousel.expression.Functions.constant;
import static dev.carousel.expression.Functions.sigmoid;
import static dev.carousel.expression.Functions.tanh;

import dev.carousel.cell.Cell;
import dev.carousel.cell.CellEquations;
import dev.carousel.cell.Equations;
import dev.carousel.expression.Expression;
import dev.carousel.expression.Expression.Definition;
import dev.carousel.expression.Expression.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Long short-term memory with peephole connections (Gers and Schmidhuber, Recurrent nets that time
 * and count, IJCNN 2000; Gers, Schraudolph and Schmidhuber, JMLR 3, 2002). The input and forget
 * gates see the cell state of the step before, the output gate the new one.
 *
 * <pre>
 *   i_t = σ(W_i x_t + U_i h_{t-1} + p_i ∘ c_{t-1} + b_i)
 *   f_t = σ(W_f x_t + U_f h_{t-1} + p_f ∘ c_{t-1} + b_f)
 *   g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)
 *   c_t = f_t ∘ c_{t-1} + i_t ∘ g_t
 *   o_t = σ(W_o x_t + U_o h_{t-1} + p_o ∘ c_t + b_o)
 *   h_t = o_t ∘ tanh(c_t),   y_t = h_t
 * </pre>
 *
 * @param units the length of h and c
 * @param forgetBias added to the initial b_f; where f is 1 - i, subtracted from the initial b_i
 * @param ablation what is left out or added
 */
public record PeepholeLstm(int units, double forgetBias, Ablation ablation) implements Cell {
  /**
   * The eight variants of Greff, Srivastava, Koutník, Steunebrink and Schmidhuber, LSTM: A search
   * space odyssey, IEEE Transactions on Neural Networks and Learning Systems 28 (2017).
   */
  public enum Ablation {
    /** The equations as above, "vanilla" in the paper. */
    NONE,
    /** No input gate: i = 1. */
    NIG,
    /** No forget gate: f = 1. */
    NFG,
    /** No output gate: o = 1. */
    NOG,
    /** No input activation function: g = W_g x + U_g h + b_g. */
    NIAF,
    /** No output activation function: h = o ∘ c. */
    NOAF,
    /** Coupled input and forget gate: f = 1 - i. */
    CIFG,
    /** No peepholes: p_i = p_f = p_o = 0. */
    NP,
    /** Full gate recurrence: every gate also sees all three gates of the step before. */
    FGR
  }

  /**
   * Checks the units.
   *
   * @throws IllegalArgumentException if there are none
   */
  public PeepholeLstm {
    Cell.requireUnits(units);
    Objects.requireNonNull(ablation);
  }

  /**
   * The cell with nothing left out.
   *
   * @param units the length of h and c
   * @param forgetBias added to the initial b_f
   */
  public PeepholeLstm(int units, double forgetBias) {
    this(units, forgetBias, Ablation.NONE);
  }

  @Override
  public CellEquations equations() {
    var eq = Equations.of(units);
    var x = eq.input();
    var h = eq.state("h");
    var c = eq.state("c");
    boolean coupled = ablation == Ablation.CIFG;
    var gates = new Gates(eq, x, h);
    var one = constant(1);
    var i = ablation == Ablation.NIG ? one : gates.gate("i", coupled ? -forgetBias : 0, c);
    var f =
        ablation == Ablation.NFG
            ? one
            : coupled ? eq.let("f", one.minus(i)) : gates.gate("f", forgetBias, c);
    var candidate = eq.affine("g", x, h);
    var g = eq.let("g", ablation == Ablation.NIAF ? candidate : tanh(candidate));
    var cNext = eq.next(c, product(f, c).plus(product(i, g)));
    var o = ablation == Ablation.NOG ? one : gates.gate("o", 0, cNext);
    var hNext = product(o, ablation == Ablation.NOAF ? cNext : tanh(cNext));
    return eq.output(eq.next(h, hNext));
  }

  /** The gates; with full gate recurrence they are states as well. */
  private final class Gates {
    private final Equations eq;
    private final List<Expression> seen = new ArrayList<>();
    private final Map<String, State> states = new LinkedHashMap<>();

    Gates(Equations eq, Expression x, Expression h) {
      this.eq = eq;
      seen.addAll(List.of(x, h));
      if (ablation == Ablation.FGR) {
        List.of("i", "f", "o").forEach(name -> states.put(name, eq.state(name)));
        seen.addAll(states.values());
      }
    }

    Definition gate(String name, double initialBias, Expression c) {
      List<Expression> terms = new ArrayList<>(seen);
      terms.add(bias(initialBias));
      var sum = eq.affine(name, terms.toArray(Expression[]::new));
      var peephole = eq.perUnit("p_" + name).times(c);
      var value = sigmoid(ablation == Ablation.NP ? sum : sum.plus(peephole));
      State state = states.get(name);
      return state == null ? eq.let(name, value) : eq.next(state, value);
    }
  }

  private static Expression product(Expression gate, Expression value) {
    return gate.equals(constant(1)) ? value : gate.times(value);
  }
}
