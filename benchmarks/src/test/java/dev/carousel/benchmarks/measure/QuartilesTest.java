package dev.carousel.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class QuartilesTest {
  @Test
  void interpolateBetweenNeighbours() {
    assertThat(Quartiles.of(4, 1, 3, 2)).isEqualTo(new Quartiles(1.75, 2.5, 3.25, 4));
    assertThat(Quartiles.of(5, 1, 4, 2, 3)).isEqualTo(new Quartiles(2, 3, 4, 5));
    assertThat(Quartiles.of(7)).isEqualTo(new Quartiles(7, 7, 7, 1));
  }

  @Test
  void needASample() {
    assertThatThrownBy(Quartiles::of).hasMessage("there are no quartiles of no samples");
  }
}
