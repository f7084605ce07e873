package dev.carousel.cells.lstm;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Explanation;
import dev.carousel.expression.Notation;
import org.junit.jupiter.api.Test;

class LstmTest {
  private final Explanation explanation = new Explanation(new Lstm(32, 1).equations(), 10);

  @Test
  void printsThePapersEquations() {
    assertThat(explanation.forward(Notation.PLAIN))
        .containsExactly(
            "i_t = σ(W_i x_t + U_i h_{t-1} + b_i)",
            "f_t = σ(W_f x_t + U_f h_{t-1} + b_f)",
            "g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)",
            "o_t = σ(W_o x_t + U_o h_{t-1} + b_o)",
            "c_t = f_t ∘ c_{t-1} + i_t ∘ g_t",
            "h_t = o_t ∘ tanh(c_t)",
            "y_t = h_t");
  }

  /** The gradients as Greff et al. (2017), section II.B, give them. */
  @Test
  void derivesThePapersBackwardPass() {
    assertThat(explanation.backward(Notation.PLAIN))
        .containsExactly(
            "δh_t = δy_t + δh⁺_t",
            "δc_t = δc⁺_t + δh_t ∘ o_t ∘ (1 - tanh(c_t) ∘ tanh(c_t))",
            "δo_t = δh_t ∘ tanh(c_t)",
            "δg_t = δc_t ∘ i_t",
            "δf_t = δc_t ∘ c_{t-1}",
            "δi_t = δc_t ∘ g_t",
            "δ(U_i h_{t-1})_t = δi_t ∘ i_t ∘ (1 - i_t)",
            "δ(U_f h_{t-1})_t = δf_t ∘ f_t ∘ (1 - f_t)",
            "δ(U_g h_{t-1})_t = δg_t ∘ (1 - g_t ∘ g_t)",
            "δ(U_o h_{t-1})_t = δo_t ∘ o_t ∘ (1 - o_t)",
            "δh⁺_{t-1} = U_iᵀ δ(U_i h_{t-1})_t + U_fᵀ δ(U_f h_{t-1})_t"
                + " + U_gᵀ δ(U_g h_{t-1})_t + U_oᵀ δ(U_o h_{t-1})_t",
            "δc⁺_{t-1} = δc_t ∘ f_t");
  }

  @Test
  void writesLatex() {
    assertThat(explanation.latex())
        .startsWith("\\begin{align*}\n  i_t &= \\sigma(W_{i} x_t + U_{i} h_{t-1} + b_{i}) \\\\\n")
        .endsWith("  y_t &= h_t\n\\end{align*}\n");
  }
}
