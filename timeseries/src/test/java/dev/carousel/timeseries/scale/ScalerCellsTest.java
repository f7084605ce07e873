package dev.carousel.timeseries.scale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScalerCellsTest {
  @Test
  void everyScaleComesBackToTheBit() {
    List<Scaler> scalers =
        List.of(
            new Scaler(new Transform.Identity(), 0.1, -1 / 3.0),
            new Scaler(new Transform.Logarithm(), -1e-300, Double.MIN_VALUE),
            new Scaler(new Transform.Power(0.3, -2.5), 7, 1e300));
    for (Scaler scaler : scalers) {
      List<String> cells = ScalerCells.of(scaler);
      assertThat(cells).hasSameSizeAs(ScalerCells.NAMES);
      assertThat(ScalerCells.read(cells)).isEqualTo(scaler);
    }
    assertThat(ScalerCells.of(scalers.get(2)))
        .containsExactly("power", "0.3", "-2.5", "7.0", "1.0E300");
  }

  @Test
  void otherCellsAreRefused() {
    assertThatThrownBy(() -> ScalerCells.read(List.of("identity")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("a scale is 5 cells, not 1");
    assertThatThrownBy(() -> ScalerCells.read(List.of("square", "", "", "0", "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no transform 'square'");
  }
}
