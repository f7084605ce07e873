package dev.carousel.cells.peephole;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.cell.Explanation;
import dev.carousel.expression.Notation;
import org.junit.jupiter.api.Test;

class PeepholeLstmTest {
  private final Explanation explanation = new Explanation(new PeepholeLstm(32, 1).equations(), 10);

  /**
   * Gers, Schraudolph and Schmidhuber (2002): two gates see the old cell state, the output gate the
   * new one.
   */
  @Test
  void printsThePapersEquations() {
    assertThat(explanation.forward(Notation.PLAIN))
        .containsExactly(
            "i_t = σ(W_i x_t + U_i h_{t-1} + b_i + p_i ∘ c_{t-1})",
            "f_t = σ(W_f x_t + U_f h_{t-1} + b_f + p_f ∘ c_{t-1})",
            "g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)",
            "c_t = f_t ∘ c_{t-1} + i_t ∘ g_t",
            "o_t = σ(W_o x_t + U_o h_{t-1} + b_o + p_o ∘ c_t)",
            "h_t = o_t ∘ tanh(c_t)",
            "y_t = h_t");
  }

  /** By hand: 4 gates of 32 × (10 + 32 + 1) and three peepholes of 32. */
  @Test
  void countsItsParameters() {
    assertThat(explanation.equations().parameters(10)).isEqualTo(4 * 32 * 43 + 3 * 32);
  }

  @Test
  void refusesToHaveNoUnits() {
    assertThatThrownBy(() -> new PeepholeLstm(0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("units must be at least 1, got 0");
  }
}
