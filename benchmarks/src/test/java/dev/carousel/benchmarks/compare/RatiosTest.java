package dev.carousel.benchmarks.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.benchmarks.compare.Ratios.Ratio;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RatiosTest {
  @Test
  void haveAGeometricMeanAndALowest() {
    Ratios ratios = new Ratios(List.of(new Ratio("a", 2), new Ratio("b", 0.5), new Ratio("c", 8)));
    // A few roundings of exp and log.
    assertThat(ratios.geometricMean()).isCloseTo(2, within(1e-14));
    assertThat(ratios.lowest()).isEqualTo(new Ratio("b", 0.5));
  }

  @Test
  void areNotEmpty() {
    assertThatThrownBy(() -> new Ratios(List.of())).hasMessage("there are no ratios");
  }
}
