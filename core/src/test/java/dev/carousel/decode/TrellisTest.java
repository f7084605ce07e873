package dev.carousel.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TrellisTest {
  @Test
  void equalNeighboursAreOneLabelUnlessABlankIsBetween() {
    assertThat(Trellis.collapsed(new int[] {0, 1, 1, 0, 0, 1, 2, 2, 1, 0}))
        .containsExactly(1, 1, 2, 1);
    assertThat(Trellis.collapsed(new int[] {0, 0})).isEmpty();
    assertThat(Trellis.collapsed(new int[] {})).isEmpty();
  }

  @Property
  void aPathCollapsesAsItsDefinitionSays(
      @ForAll @Size(max = 12) List<@IntRange(max = 3) Integer> path) {
    int[] collapsed = Trellis.collapsed(EveryPath.array(path));

    assertThat(EveryPath.list(collapsed)).isEqualTo(new EveryPath.Path(path, 1).labels());
    assertThat(Trellis.leastSteps(collapsed)).isLessThanOrEqualTo(path.size());
  }

  /** The shortest path there is: a blank only where two equal labels meet. */
  @Property
  void labelsComeBackFromTheShortestPath(
      @ForAll @Size(max = 8) List<@IntRange(min = 1, max = 3) Integer> labels) {
    Trellis trellis = new Trellis(EveryPath.array(labels), 4);
    // Between two labels stands a blank that cannot be passed over.
    int[] shortest =
        IntStream.range(0, trellis.states())
            .filter(
                s -> s % 2 == 1 || s > 0 && s + 1 < trellis.states() && !trellis.passesBlank(s + 1))
            .map(trellis::classOf)
            .toArray();

    assertThat(shortest).hasSize(trellis.leastSteps());
    assertThat(EveryPath.list(Trellis.collapsed(shortest))).isEqualTo(labels);
  }

  @Test
  void labelsThatAreNoneAreRefused() {
    assertThatThrownBy(() -> new Trellis(new int[] {1, 4}, 4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label 4 at place 2 is not one of 1 to 3; class 0 is the blank");
    assertThatThrownBy(() -> new Trellis(new int[] {0}, 4))
        .hasMessage("label 0 at place 1 is not one of 1 to 3; class 0 is the blank");
  }

  @Test
  void saysWhyStepsAreTooFew() {
    assertThat(Trellis.shortage(new int[] {1, 2, 3}, 2))
        .isEqualTo("3 labels take at least 3 steps, but there are 2");
    assertThat(Trellis.shortage(new int[] {2, 2}, 2))
        .isEqualTo(
            "2 labels, 1 of which repeats the one before and needs a blank between, take at least"
                + " 3 steps, but there are 2");
    assertThat(Trellis.shortage(new int[] {2, 2, 1, 3, 3}, 6))
        .isEqualTo(
            "5 labels, 2 of which repeat the one before and need a blank between, take at least 7"
                + " steps, but there are 6");
  }
}
