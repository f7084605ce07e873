package dev.carousel.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.carousel.data.LogitSequence;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AlignmentTest {
  // Sums of five logarithms of size 1 to 20.
  private static final double ROUNDING = 1e-12;

  @Property(tries = 300)
  void itIsTheLikeliestPathOfTheLabels(
      @ForAll @IntRange(min = 1, max = 5) int length,
      @ForAll @Size(max = 4) List<@IntRange(min = 1, max = 3) Integer> labels,
      @ForAll long seed) {
    int[] given = EveryPath.array(labels);
    Assume.that(Trellis.leastSteps(given) <= length);
    LogitSequence outputs = EveryPath.outputs(length, 4, false, seed);
    EveryPath.Path best =
        EveryPath.all(outputs).stream()
            .filter(path -> path.labels().equals(labels))
            .max(Comparator.comparingDouble(EveryPath.Path::probability))
            .orElseThrow();

    Alignment alignment = Alignment.of(outputs, given);

    assertThat(EveryPath.list(alignment.path())).isEqualTo(best.classes());
    assertThat(alignment.logProbability())
        .isCloseTo(Math.log(best.probability()), within(ROUNDING));
    assertThat(alignment.labels()).isEqualTo(given).isNotSameAs(given);
  }

  @Test
  void placesTellEqualLabelsApart() {
    // Label 1 is sure at steps 0 and 2 to 3, the blank at 1.
    LogitSequence outputs = new LogitSequence(new float[] {0, 9, 9, 0, 0, 9, 0, 9}, 2, 1, 0, 4);

    assertThat(Alignment.of(outputs, new int[] {1, 1}).places()).containsExactly(0, -1, 1, 1);
  }

  @Test
  void labelsWithoutAPathAreRefused() {
    LogitSequence outputs = new LogitSequence(new float[4], 2, 1, 0, 2);
    assertThatThrownBy(() -> Alignment.of(outputs, new int[] {1, 1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "2 labels, 1 of which repeats the one before and needs a blank between, take at least"
                + " 3 steps, but there are 2");

    float never = Float.NEGATIVE_INFINITY;
    LogitSequence blanks = new LogitSequence(new float[] {0, never, 0, never}, 2, 1, 0, 2);
    assertThatThrownBy(() -> Alignment.of(blanks, new int[] {1}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "the labels have a probability of 0, since logits are -Infinity, so they cannot be"
                + " aligned");
  }
}
