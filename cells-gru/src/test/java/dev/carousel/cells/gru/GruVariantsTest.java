package dev.carousel.cells.gru;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Cell;
import dev.carousel.cell.Explanation;
import dev.carousel.expression.Notation;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The papers' equations, as they are printed, and their numbers of parameters, by hand. */
class GruVariantsTest {
  private static final int INPUTS = 3;

  private static List<String> equations(Cell cell) {
    return new Explanation(cell.equations(), INPUTS).forward(Notation.PLAIN);
  }

  @Test
  void minimalGatedUnit() {
    Cell cell = new Mgu(4);
    assertThat(equations(cell))
        .containsExactly(
            "f_t = σ(W_f x_t + U_f h_{t-1} + b_f)",
            "n_t = tanh(W_n x_t + U_n (f_t ∘ h_{t-1}) + b_n)",
            "h_t = (1 - f_t) ∘ h_{t-1} + f_t ∘ n_t",
            "y_t = h_t");
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(2 * 4 * (3 + 4 + 1));
  }

  @Test
  void minimalGru() {
    Cell cell = new MinGru(4);
    assertThat(equations(cell))
        .containsExactly(
            "z_t = σ(W_z x_t + b_z)",
            "n_t = W_n x_t + b_n",
            "h_t = (1 - z_t) ∘ h_{t-1} + z_t ∘ n_t",
            "y_t = h_t");
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(2 * 4 * (3 + 1));
  }

  @Test
  void simpleRecurrentUnit() {
    Cell cell = new Sru(4);
    assertThat(equations(cell))
        .containsExactly(
            "f_t = σ(W_f x_t + b_f + v_f ∘ c_{t-1})",
            "r_t = σ(W_r x_t + b_r + v_r ∘ c_{t-1})",
            "c_t = f_t ∘ c_{t-1} + (1 - f_t) ∘ W_c x_t",
            "h_t = r_t ∘ c_t + (1 - r_t) ∘ W_p x_t",
            "y_t = h_t");
    assertThat(cell.equations().parameters(INPUTS)).isEqualTo(4 * (4 * 3 + 2 + 2));
  }
}
