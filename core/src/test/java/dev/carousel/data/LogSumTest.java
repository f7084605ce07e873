package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class LogSumTest {
  private static final double NOTHING = Double.NEGATIVE_INFINITY;

  @Property
  void isTheLogarithmOfTheSum(
      @ForAll @DoubleRange(min = -60, max = 5) double a,
      @ForAll @DoubleRange(min = -60, max = 5) double b,
      @ForAll @DoubleRange(min = -60, max = 5) double c) {
    // Logarithms of size 1 to 60, each rounded to 60 · 2⁻⁵³.
    assertThat(LogSum.of(a, b)).isCloseTo(Math.log(Math.exp(a) + Math.exp(b)), within(1e-13));
    assertThat(LogSum.of(a, b, c))
        .isCloseTo(Math.log(Math.exp(a) + Math.exp(b) + Math.exp(c)), within(1e-13));
  }

  @Test
  void nothingAddsNothing() {
    assertThat(LogSum.of(NOTHING, NOTHING)).isEqualTo(NOTHING);
    assertThat(LogSum.of(NOTHING, NOTHING, NOTHING)).isEqualTo(NOTHING);
    assertThat(LogSum.of(-2000, NOTHING)).isEqualTo(-2000);
    assertThat(LogSum.of(NOTHING, -2000, NOTHING)).isEqualTo(-2000);
    assertThat(LogSum.of(-2000, -2000)).isCloseTo(-2000 + Math.log(2), within(1e-12));
  }

  @Test
  void whatIsNoNumberShows() {
    assertThat(LogSum.of(Double.NaN, 0)).isNaN();
    assertThat(LogSum.of(NOTHING, Double.NaN)).isNaN();
    assertThat(LogSum.of(0, 1, Double.NaN)).isNaN();
    assertThat(LogSum.of(Double.NaN, NOTHING, NOTHING)).isNaN();
  }
}
