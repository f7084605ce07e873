package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatchTest {
  private static final Targets TARGETS = new Targets.Labels(new int[] {0, 0});

  private static Batch batch(int steps, int rows, int[] lengths, Inputs inputs) {
    return new Batch(steps, rows, lengths, inputs, TARGETS, false);
  }

  private static void refused(int[] lengths, Inputs inputs, String message) {
    assertThatThrownBy(() -> batch(3, 2, lengths, inputs))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void countsRealSteps() {
    Batch batch = batch(3, 2, new int[] {1, 3}, new Inputs.Tokens(new int[6]));

    assertThat(batch.tokens()).isEqualTo(4);
  }

  @Test
  void refusesSizesThatDisagree() {
    Inputs tokens = new Inputs.Tokens(new int[6]);
    refused(new int[] {3}, tokens, "batch of 2 sequences with 1 lengths");
    refused(new int[] {3, 0}, tokens, "a sequence of length 0 in a batch of 3 steps");
    refused(new int[] {4, 3}, tokens, "a sequence of length 4 in a batch of 3 steps");
    refused(new int[] {3, 3}, new Inputs.Tokens(new int[5]), "tokens: expected [3, 2], got 5 ids");
    refused(
        new int[] {3, 3},
        new Inputs.Features(4, new float[23]),
        "features: expected [3, 2, 4], got 23 numbers");
  }

  @Test
  void refusesLabelsOfOtherSequences() {
    Inputs tokens = new Inputs.Tokens(new int[6]);
    int[][] labels = {{1}, {2, 3}};
    int[] lengths = {3, 2};
    new Batch(3, 2, lengths, tokens, new Targets.Sequences(3, lengths, labels), false);

    assertThatThrownBy(
            () ->
                new Batch(
                    3,
                    2,
                    lengths,
                    tokens,
                    new Targets.Sequences(3, new int[] {2, 3}, labels),
                    false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "targets of sequences of lengths [2, 3] among 3 steps, in a batch of lengths [3, 2]"
                + " among 3");
    assertThatThrownBy(() -> new Targets.Sequences(3, new int[] {3}, labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets: 2 sequences of labels for 1 sequences");
    assertThatThrownBy(() -> new Targets.Sequences(3, new int[] {3, 4}, labels))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets: a sequence of length 4 among 3 steps");
  }

  @Test
  void sequenceAloneHasItsOwnStepsAndTargets() {
    int[] ids = {1, 2, 3, 4, 5, 6};
    Batch perStep =
        new Batch(
            3,
            2,
            new int[] {2, 3},
            new Inputs.Tokens(ids),
            new Targets.Labels(new int[] {7, 8, 9, 10, -1, 12}),
            true);
    Batch first = perStep.sequence(0);
    assertThat(first.steps()).isEqualTo(2);
    assertThat(first.lengths()).containsExactly(2);
    assertThat(first.continues()).isTrue();
    assertThat(((Inputs.Tokens) first.inputs()).ids()).containsExactly(1, 3);
    assertThat(((Targets.Labels) first.targets()).labels()).containsExactly(7, 9);
    assertThat(((Inputs.Tokens) perStep.sequence(1).inputs()).ids()).containsExactly(2, 4, 6);

    Batch once =
        new Batch(
            2,
            2,
            new int[] {2, 2},
            new Inputs.Features(2, new float[] {1, 2, 3, 4, 5, 6, 7, 8}),
            new Targets.Values(2, new float[] {10, 20, 30, 40}, new float[] {1, 0, 1, 1}),
            false);
    Batch second = once.sequence(1);
    assertThat(((Inputs.Features) second.inputs()).values()).containsExactly(3, 4, 7, 8);
    Targets.Values targets = (Targets.Values) second.targets();
    assertThat(targets.values()).containsExactly(30, 40);
    assertThat(targets.weights()).containsExactly(1, 1);
  }

  @Test
  void scalesGoWithTheirRows() {
    // Steps 0 and 1 of sequences 0 and 1.
    Targets.Values all =
        new Targets.Values(
            2, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, null, new float[] {0.5f, 2, 4, 8});
    Targets.Values second = all.select(2, new int[] {1}, 2);
    assertThat(second.values()).containsExactly(3, 4, 7, 8);
    assertThat(second.weights()).isNull();
    assertThat(second.scales()).containsExactly(2, 8);
    assertThat(new Targets.Values(2, new float[2], null).select(1, new int[] {0}, 1).scales())
        .isNull();
    assertThatThrownBy(() -> new Targets.Values(2, new float[8], null, new float[3]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("targets: 8 values in rows of 2 with 3 scales, not one a row");
  }
}
