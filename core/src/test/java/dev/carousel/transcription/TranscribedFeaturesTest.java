package dev.carousel.transcription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import org.junit.jupiter.api.Test;

class TranscribedFeaturesTest {
  private static final float[][] FEATURES = {{1, 2, 3, 4, 5, 6}, {7, 8}, {9, 10, 11, 12}};

  @Test
  void sequencesAreSideBySideWithTheirLabels() {
    TranscribedFeatures data = new TranscribedFeatures(2, FEATURES, new int[][] {{1, 2}, {}, {3}});

    Batch batch = data.batch(new int[] {2, 1});

    assertThat(data.count()).isEqualTo(3);
    assertThat(data.length(0)).isEqualTo(3);
    assertThat(batch.lengths()).containsExactly(2, 1);
    assertThat(((Inputs.Features) batch.inputs()).values())
        .containsExactly(9, 10, 7, 8, 11, 12, 0, 0);
    Targets.Sequences targets = (Targets.Sequences) batch.targets();
    assertThat(targets.steps()).isEqualTo(2);
    assertThat(targets.labels()).isDeepEqualTo(new int[][] {{3}, {}});
  }

  @Test
  void sequencesThatAreAskedAboutHaveNoTargets() {
    assertThat(new TranscribedFeatures(2, FEATURES, null).batch(new int[] {0}).targets()).isNull();
  }

  @Test
  void sizesThatDisagreeAreRefused() {
    assertThatThrownBy(() -> new TranscribedFeatures(2, FEATURES, new int[2][]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 sequences of labels for 3 sequences of features");
    assertThatThrownBy(() -> new TranscribedFeatures(4, FEATURES, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sequence 1: expected steps of 4 numbers, got 6 numbers");
    assertThatThrownBy(() -> new TranscribedFeatures(2, new float[1][0], null))
        .hasMessage("sequence 1: expected steps of 2 numbers, got 0 numbers");
    assertThatThrownBy(() -> new TranscribedFeatures(0, FEATURES, null))
        .hasMessage("width must be at least 1, got 0");
  }
}
