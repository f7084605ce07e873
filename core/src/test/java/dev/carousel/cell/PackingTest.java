package dev.carousel.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PackingTest {
  @Test
  void sequencesAreSortedTheLongestFirst() {
    Packing packing = Packing.of(4, 3, new int[] {1, 4, 2});
    assertThat(packing.order()).containsExactly(1, 2, 0);
    assertThat(packing.sortedRow()).containsExactly(2, 0, 1);
    assertThat(packing.total()).isEqualTo(7);
    assertThat(IntStream.range(0, 4).map(packing::batchSize)).containsExactly(3, 2, 1, 1);
    assertThat(IntStream.range(0, 4).map(packing::start)).containsExactly(0, 3, 5, 6);
    // Padded rows are t·B + b.
    assertThat(packing.paddedRows()).containsExactly(1, 2, 0, 4, 5, 7, 10);
    assertThat(packing.packedRows()).containsExactly(2, 0, 1, -1, 3, 4, -1, 5, -1, -1, 6, -1);
    assertThat(packing.lastRows()).containsExactly(6, 4, 2);
    assertThat(packing.reversedRows()).containsExactly(6, 4, 2, 5, 1, 3, 0);
  }

  @Property(tries = 200, seed = "3")
  void packingAndUnpackingAreInverse(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 6) Integer> given,
      @ForAll @IntRange(min = 6, max = 8) int steps) {
    int[] lengths = given.stream().mapToInt(Integer::intValue).toArray();
    Packing packing = Packing.of(steps, lengths.length, lengths);
    int[] padded = packing.paddedRows();
    int[] packed = packing.packedRows();
    assertThat(padded).hasSize(Arrays.stream(lengths).sum()).doesNotHaveDuplicates();
    for (int row = 0; row < packed.length; row++) {
      boolean real = row / lengths.length < lengths[row % lengths.length];
      assertThat(packed[row] >= 0).isEqualTo(real);
      assertThat(!real || padded[packed[row]] == row).isTrue();
    }
    int[] order = packing.order();
    int[] sorted = packing.sortedRow();
    for (int b = 0; b < lengths.length; b++) {
      assertThat(order[sorted[b]]).isEqualTo(b);
      int last = padded[packing.lastRows()[sorted[b]]];
      assertThat(last).isEqualTo((lengths[b] - 1) * lengths.length + b);
    }
  }

  @Property(tries = 200, seed = "3")
  void reversingTwiceChangesNothing(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 6) Integer> given) {
    int[] lengths = given.stream().mapToInt(Integer::intValue).toArray();
    Packing packing = Packing.of(6, lengths.length, lengths);
    int[] padded = packing.paddedRows();
    int[] reversed = packing.reversedRows();
    for (int row = 0; row < reversed.length; row++) {
      assertThat(reversed[reversed[row]]).isEqualTo(row);
      int there = padded[reversed[row]];
      int b = padded[row] % lengths.length;
      assertThat(there % lengths.length).isEqualTo(b);
      assertThat(there / lengths.length).isEqualTo(lengths[b] - 1 - padded[row] / lengths.length);
    }
  }

  /**
   * Within a run, the rows of the states before each step lie one after the other, like the steps'
   * own.
   */
  @Property(tries = 200, seed = "3")
  void runsCoverAllRowsWithoutGaps(
      @ForAll @Size(min = 1, max = 9) List<@IntRange(min = 1, max = 6) Integer> given,
      @ForAll @IntRange(min = 6, max = 8) int steps) {
    int[] lengths = given.stream().mapToInt(Integer::intValue).toArray();
    Packing packing = Packing.of(steps, lengths.length, lengths);
    int next = 0;
    for (Packing.Run run : packing.runs()) {
      assertThat(packing.start(run.step())).isEqualTo(next);
      int step = run.step();
      for (int row = 0; row < run.rows(); row++) {
        while (next + row >= packing.start(step) + packing.batchSize(step)) {
          step++;
        }
        int ofStep = next + row - packing.start(step);
        assertThat(packing.previousStart(run.step()) + row)
            .isEqualTo(packing.previousStart(step) + ofStep);
      }
      next += run.rows();
    }
    assertThat(next).isEqualTo(packing.total());
  }

  @Test
  void impossibleLengthsAreRefused() {
    assertThatThrownBy(() -> Packing.of(4, 2, new int[] {4, 5}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequence 1 has length 5, expected 1 to 4");
    assertThatThrownBy(() -> Packing.of(4, 2, new int[] {4, 0}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequence 1 has length 0, expected 1 to 4");
  }
}
