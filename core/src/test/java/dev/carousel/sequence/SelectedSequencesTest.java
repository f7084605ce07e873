package dev.carousel.sequence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectedSequencesTest {
  /** Sequence n is n, n times. */
  private record Counted(int count) implements Sequences {
    @Override
    public int length(int sequence) {
      return sequence;
    }

    @Override
    public Batch batch(int[] which) {
      int[][] tokens = new int[which.length][];
      for (int b = 0; b < which.length; b++) {
        tokens[b] = new int[which[b]];
        Arrays.fill(tokens[b], which[b]);
      }
      return PaddedTokens.batch(tokens, null);
    }

    @Override
    public List<String> labels(Batch sequence) {
      return List.of("label");
    }
  }

  private static int[] ids(Batch batch) {
    return ((Inputs.Tokens) batch.inputs()).ids();
  }

  @Test
  void someAreChosenInAnyOrderAndAsOftenAsIsWanted() {
    Sequences chosen = new SelectedSequences(new Counted(5), new int[] {3, 1, 3});

    assertThat(chosen.count()).isEqualTo(3);
    assertThat(chosen.length(0)).isEqualTo(3);
    assertThat(chosen.length(1)).isEqualTo(1);
    Batch batch = chosen.batch(new int[] {1, 2});
    assertThat(batch.lengths()).containsExactly(1, 3);
    assertThat(ids(batch)).containsExactly(1, 3, 0, 3, 0, 3);
    assertThat(chosen.labels(batch)).containsExactly("label");
  }

  @Test
  void theFirstAreChosen() {
    Sequences first = SelectedSequences.first(new Counted(5), 2);

    assertThat(first.count()).isEqualTo(2);
    assertThat(first.length(1)).isEqualTo(1);
  }

  @Test
  void featuresOfUnequalLengthsArePadded() {
    float[][] sequences = {{1, 2, 3, 4}, {5, 6}};

    assertThat(PaddedFeatures.lengths(2, sequences)).containsExactly(2, 1);
    Inputs.Features features = PaddedFeatures.timeMajor(2, sequences);
    assertThat(features.width()).isEqualTo(2);
    assertThat(features.values()).containsExactly(1, 2, 5, 6, 3, 4, 0, 0);
  }
}
