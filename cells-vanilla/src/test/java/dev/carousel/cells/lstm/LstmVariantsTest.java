package dev.carousel.cells.lstm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.cell.Cell;
import dev.carousel.cell.Explanation;
import dev.carousel.expression.Notation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The papers' equations, as they are printed, and their numbers of parameters, by hand. */
class LstmVariantsTest {
  private static final int INPUTS = 3;

  private static List<String> equations(Cell cell) {
    return new Explanation(cell.equations(), INPUTS).forward(Notation.PLAIN);
  }

  @Test
  void coupledGates() {
    Cell cell = new CifgLstm(4, 1);
    assertThat(equations(cell))
        .containsExactly(
            "f_t = σ(W_f x_t + U_f h_{t-1} + b_f)",
            "g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)",
            "o_t = σ(W_o x_t + U_o h_{t-1} + b_o)",
            "c_t = f_t ∘ c_{t-1} + (1 - f_t) ∘ g_t",
            "h_t = o_t ∘ tanh(c_t)",
            "y_t = h_t");
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(3 * 4 * (3 + 4 + 1));
  }

  @Test
  void projected() {
    Cell cell = new LstmProjection(4, 2, 1);
    assertThat(equations(cell))
        .containsExactly(
            "i_t = σ(W_i x_t + U_i h_{t-1} + b_i)",
            "f_t = σ(W_f x_t + U_f h_{t-1} + b_f)",
            "g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)",
            "o_t = σ(W_o x_t + U_o h_{t-1} + b_o)",
            "c_t = f_t ∘ c_{t-1} + i_t ∘ g_t",
            "h_t = W_r (o_t ∘ tanh(c_t))",
            "y_t = h_t");
    assertThat(cell.equations().outputs()).isEqualTo(2);
    // PyTorch's weight_ih [4 · 4, 3], weight_hh [4 · 4, 2], one of its two biases, weight_hr [2,
    // 4].
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(4 * 4 * (3 + 2 + 1) + 2 * 4);
    // Twice a multiply-add; for each unit two sums a gate, five functions, f ∘ c, i ∘ g, their
    // sum, and o ∘ tanh c.
    assertThat(cell.equations().flops(INPUTS))
        .isEqualTo(2 * (4 * 4 * (3 + 2) + 2 * 4) + 4 * (4 * 2 + 5 + 4));
    assertThatThrownBy(() -> new LstmProjection(4, 0, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("projection must be at least 1, got 0");
  }

  @Test
  void minimal() {
    Cell cell = new MinLstm(4, 1);
    assertThat(equations(cell))
        .containsExactly(
            "f_t = σ(W_f x_t + b_f)",
            "i_t = σ(W_i x_t + b_i)",
            "g_t = W_g x_t + b_g",
            "h_t = (f_t ∘ h_{t-1} + i_t ∘ g_t) / (f_t + i_t)",
            "y_t = h_t");
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(3 * 4 * (3 + 1));
  }

  @Test
  void layerNormalised() {
    Cell cell = new LayerNormLstm(4, 1);
    assertThat(equations(cell))
        .startsWith(
            "m_i_t = W_i x_t + U_i h_{t-1} - mean(W_i x_t + U_i h_{t-1})",
            "i_t = σ(γ_i ∘ m_i_t / sqrt(mean(m_i_t ∘ m_i_t) + 1.0E-5) + b_i)")
        .endsWith(
            "h_t = o_t ∘ tanh(γ_c ∘ m_c_t / sqrt(mean(m_c_t ∘ m_c_t) + 1.0E-5) + b_c)",
            "y_t = h_t");
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(4 * (4 * (3 + 4) + 2 * 5));
  }

  @Test
  void exponentialGates() {
    Cell cell = new Slstm(4, 1);
    assertThat(equations(cell))
        .containsExactly(
            "a_t = W_i x_t + U_i h_{t-1} + b_i",
            "l_t = 0 - softplus(0 - (W_f x_t + U_f h_{t-1} + b_f))",
            "g_t = tanh(W_g x_t + U_g h_{t-1} + b_g)",
            "o_t = σ(W_o x_t + U_o h_{t-1} + b_o)",
            "m_t = max(l_t + m_{t-1}, a_t)",
            "i_t = exp(a_t - m_t)",
            "f_t = exp(l_t + m_{t-1} - m_t)",
            "c_t = f_t ∘ c_{t-1} + i_t ∘ g_t",
            "n_t = f_t ∘ n_{t-1} + i_t",
            "h_t = o_t ∘ c_t / n_t",
            "y_t = h_t");
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(4 * 4 * (3 + 4 + 1));
  }
}
