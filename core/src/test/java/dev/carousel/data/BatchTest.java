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
}
