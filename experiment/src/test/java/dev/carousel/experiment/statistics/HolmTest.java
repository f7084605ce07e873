package dev.carousel.experiment.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class HolmTest {
  @Test
  void stepsDownFromTheSmallest() {
    // 4 x 0.005, 3 x 0.01, then 2 x 0.03, and 0.04 is not below the one before it.
    assertThat(Holm.corrected(0.01, 0.04, 0.03, 0.005))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-15));
  }

  @Test
  void testsThatWereNotMadeDoNotCount() {
    assertThat(Holm.corrected(0.01, Double.NaN, 0.5))
        .containsExactly(new double[] {0.02, Double.NaN, 0.5}, within(1e-15));
  }

  @Property
  void liesBetweenNoneAndBonferroniAndKeepsTheOrder(
      @ForAll @Size(min = 1, max = 12) List<@DoubleRange(min = 0, max = 1) Double> tests) {
    double[] p = tests.stream().mapToDouble(Double::doubleValue).toArray();
    double[] corrected = Holm.corrected(p);
    for (int i = 0; i < p.length; i++) {
      assertThat(corrected[i]).isBetween(p[i], Math.min(1, p.length * p[i]));
      for (int j = 0; j < p.length; j++) {
        if (p[i] <= p[j]) {
          assertThat(corrected[i]).isLessThanOrEqualTo(corrected[j]);
        }
      }
    }
  }
}
