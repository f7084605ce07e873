package dev.carousel.cells.gru;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.cell.Explanation;
import dev.carousel.expression.Notation;
import org.junit.jupiter.api.Test;

class GruTest {
  @Test
  void resetBeforeActsOnTheState() {
    assertThat(new Explanation(new Gru(4, Gru.Reset.BEFORE).equations(), 3).forward(Notation.PLAIN))
        .containsExactly(
            "r_t = σ(W_r x_t + U_r h_{t-1} + b_r)",
            "z_t = σ(W_z x_t + U_z h_{t-1} + b_z)",
            "n_t = tanh(W_n x_t + U_n (r_t ∘ h_{t-1}) + b_n)",
            "h_t = (1 - z_t) ∘ n_t + z_t ∘ h_{t-1}",
            "y_t = h_t");
  }

  @Test
  void resetAfterActsOnTheProduct() {
    assertThat(new Explanation(new Gru(4, Gru.Reset.AFTER).equations(), 3).forward(Notation.PLAIN))
        .containsExactly(
            "r_t = σ(W_r x_t + U_r h_{t-1} + b_r)",
            "z_t = σ(W_z x_t + U_z h_{t-1} + b_z)",
            "n_t = tanh(W_n x_t + b_n + r_t ∘ (U_n h_{t-1} + b_hn))",
            "h_t = (1 - z_t) ∘ n_t + z_t ∘ h_{t-1}",
            "y_t = h_t");
  }

  /** By hand: three gates, and a second candidate bias when the reset acts after the product. */
  @Test
  void countsItsParameters() {
    assertThat(new Gru(4, Gru.Reset.BEFORE).equations().parameters(3)).isEqualTo(3 * 4 * 8);
    assertThat(new Gru(4, Gru.Reset.AFTER).equations().parameters(3)).isEqualTo(3 * 4 * 8 + 4);
  }
}
