package dev.carousel.experiment.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.experiment.json.Json;
import java.util.Base64;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

class HeatMapTest {
  private static HeatMap of(String rows) {
    return HeatMap.of(Json.parse(rows, "rows"));
  }

  @Property(tries = 200)
  void valuesComeBackWithinHalfAStep(
      @ForAll @Size(min = 12, max = 12) List<@DoubleRange(min = -50, max = 50) Double> values) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    for (int t = 0; t < 4; t++) {
      ArrayNode row = rows.addArray();
      values.subList(3 * t, 3 * t + 3).forEach(row::add);
    }
    HeatMap map = HeatMap.of(rows);
    double step = (map.high() - map.low()) / 254;
    for (int k = 0; k < 12; k++) {
      double back = map.low() + step * (map.bytes()[k] & 0xff);
      // Half a step of the scale, and the rounding of the few operations here.
      assertThat(back).isCloseTo(values.get(k), within(step / 2 + 1e-12));
    }
  }

  @Property(tries = 100)
  void thinningKeepsEverySoManieth(
      @ForAll @IntRange(min = 1, max = 9) int steps,
      @ForAll @IntRange(min = 1, max = 9) int units,
      @ForAll @IntRange(min = 1, max = 4) int stepStride,
      @ForAll @IntRange(min = 1, max = 4) int unitStride) {
    byte[] bytes = new byte[steps * units];
    for (int k = 0; k < bytes.length; k++) {
      bytes[k] = (byte) k;
    }
    HeatMap thin = new HeatMap(steps, units, 0, 1, bytes).thinned(stepStride, unitStride);
    assertThat(thin.bytes()).hasSize(thin.steps() * thin.units());
    for (int t = 0; t < thin.steps(); t++) {
      for (int j = 0; j < thin.units(); j++) {
        assertThat(thin.bytes()[t * thin.units() + j])
            .isEqualTo(bytes[t * stepStride * units + j * unitStride]);
      }
    }
    assertThat((thin.steps() - 1) * stepStride).isLessThan(steps);
    assertThat(thin.steps() * stepStride).isGreaterThanOrEqualTo(steps);
  }

  @Test
  void whatIsNoNumberHasAByteOfItsOwn() {
    HeatMap map = of("[[0, null], [\"x\", 2]]");
    assertThat(map.bytes()).containsExactly(0, -1, -1, -2);
    assertThat(map.json().get("bytes").stringValue())
        .isEqualTo(Base64.getEncoder().encodeToString(new byte[] {0, -1, -1, -2}));
    assertThat(of("[[null]]").bytes()).containsExactly(-1);
    assertThat(of("[[3, 3]]").bytes()).containsExactly(0, 0);
    assertThat(of("[]").bytes()).isEmpty();
  }

  @Test
  void unequalRowsAreRefused() {
    assertThatThrownBy(() -> of("[[1, 2], [3]]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("row 1 has 1 numbers and row 0 has 2");
  }
}
