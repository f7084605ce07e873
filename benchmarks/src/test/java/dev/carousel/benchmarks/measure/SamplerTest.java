package dev.carousel.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SamplerTest {
  @Test
  void contestantsTakeTurns() {
    StringBuilder order = new StringBuilder();

    List<Quartiles> times =
        new Sampler(0, 0, 0, 3)
            .time(List.of((Runnable) () -> order.append('A'), () -> order.append('B')));

    // Two steps each to warm up; then three turns, each with a step before the timed one.
    assertThat(order).hasToString("AABB" + "AABB".repeat(3));
    assertThat(times).hasSize(2).allSatisfy(time -> assertThat(time.samples()).isEqualTo(3));
  }
}
