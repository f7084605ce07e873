package dev.carousel.timeseries.series;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
  private static Series.Column column(String name, double... values) {
    boolean[] observed = new boolean[values.length];
    return new Series.Column(name, values, observed);
  }

  @Test
  void holdsFiniteValuesOnly() {
    assertThatThrownBy(() -> column("y", 1, Double.NaN))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("column 'y' is NaN at step 1");
    assertThatThrownBy(() -> column("y", Double.NEGATIVE_INFINITY))
        .hasMessage("column 'y' is -Infinity at step 0");
  }

  @Test
  void refusesColumnsThatDoNotGoTogether() {
    assertThatThrownBy(() -> new Series.Column("y", new double[2], new boolean[3]))
        .hasMessage("column 'y' has 2 values and 3 marks of what was observed");
    assertThatThrownBy(
            () -> new Series("s", List.of(column("y", 1), column("x", 1, 2)), t -> "", List.of()))
        .hasMessage("column 'y' has 1 steps, column 'x' has 2");
    assertThatThrownBy(() -> new Series("s", List.of(column("y")), t -> "", List.of()))
        .hasMessage("column 'y' has no values");
    assertThatThrownBy(() -> new Series("s", List.of(), t -> "", List.of()))
        .hasMessage("a series needs at least one column");
  }
}
