package dev.carousel.benchmarks.workload;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class BlocksTest {
  private static final Map<String, float[]> NAMED =
      Map.of("W_i", new float[] {1, 2}, "W_f", new float[] {3, 4}, "W_o", new float[] {5, 6});

  @Test
  void stacksInTheOrderOfTheGates() {
    assertThat(Blocks.stacked(NAMED, "W_", List.of("o", "i", "f")))
        .containsExactly(5, 6, 1, 2, 3, 4);
  }

  @Test
  void splitsWhatWasStacked() {
    List<String> gates = List.of("f", "o", "i");
    Map<String, float[]> split = new HashMap<>();

    Blocks.split(Blocks.stacked(NAMED, "W_", gates), "W_", gates, split);

    assertThat(split).containsOnlyKeys(NAMED.keySet());
    NAMED.forEach((name, block) -> assertThat(split.get(name)).containsExactly(block));
  }

  @Test
  void transposes() {
    float[] matrix = {1, 2, 3, 4, 5, 6};
    assertThat(Blocks.transposed(matrix, 2, 3)).containsExactly(1, 4, 2, 5, 3, 6);
    assertThat(Blocks.transposed(Blocks.transposed(matrix, 2, 3), 3, 2)).containsExactly(matrix);
  }
}
