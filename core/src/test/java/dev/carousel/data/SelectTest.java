package dev.carousel.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class SelectTest {
  /** Source sequences 1 2 3 | 4 5, tokens 6 7 | 8. */
  private static Batch conditioned() {
    Batch source =
        new Batch(
            3, 2, new int[] {3, 2}, new Inputs.Tokens(new int[] {1, 4, 2, 5, 3, 0}), null, false);
    return new Batch(
        2,
        2,
        new int[] {2, 1},
        new Inputs.Conditioned(source, new Inputs.Tokens(new int[] {6, 8, 7, 0})),
        new Targets.Labels(new int[] {60, 80, 70, -1}),
        false);
  }

  @Test
  void aSequenceKeepsItsOwnSource() {
    Batch second = conditioned().sequence(1);

    Inputs.Conditioned inputs = (Inputs.Conditioned) second.inputs();
    assertThat(inputs.ids()).containsExactly(8);
    assertThat(inputs.source().steps()).isEqualTo(2);
    assertThat(((Inputs.Tokens) inputs.source().inputs()).ids()).containsExactly(4, 5);
    assertThat(((Targets.Labels) second.targets()).labels()).containsExactly(80);
  }

  @Test
  void sequencesMayBeRepeatedAndChangePlaces() {
    Batch both = conditioned().select(new int[] {1, 0, 1});

    Inputs.Conditioned inputs = (Inputs.Conditioned) both.inputs();
    assertThat(both.lengths()).containsExactly(1, 2, 1);
    assertThat(inputs.ids()).containsExactly(8, 6, 8, 0, 7, 0);
    assertThat(((Inputs.Tokens) inputs.source().inputs()).ids())
        .containsExactly(4, 1, 4, 5, 2, 5, 0, 3, 0);
    assertThat(((Targets.Labels) both.targets()).labels()).containsExactly(80, 60, 80, -1, 70, -1);
  }

  @Test
  void nestedSequencesGoWithTheirSteps() {
    // Two documents of 2 and 1 sentences; the padded sentence is the fourth.
    Batch sentences =
        new Batch(
            2,
            4,
            new int[] {2, 1, 1, 1},
            new Inputs.Tokens(new int[] {1, 2, 3, 0, 9, 0, 0, 0}),
            null,
            false);
    Batch documents = new Batch(2, 2, new int[] {2, 1}, new Inputs.Nested(sentences), null, false);

    Batch first = ((Inputs.Nested) documents.sequence(0).inputs()).parts();
    Batch second = ((Inputs.Nested) documents.sequence(1).inputs()).parts();

    assertThat(((Inputs.Tokens) first.inputs()).ids()).containsExactly(1, 3, 9, 0);
    assertThat(first.lengths()).containsExactly(2, 1);
    assertThat(((Inputs.Tokens) second.inputs()).ids()).containsExactly(2);
  }

  @Test
  void labelsGoWithTheirSequences() {
    int[] lengths = {3, 2, 1};
    int[][] labels = {{1, 2}, {}, {3}};
    Batch all =
        new Batch(
            3,
            3,
            lengths,
            new Inputs.Tokens(new int[9]),
            new Targets.Sequences(3, lengths, labels),
            false);

    Batch some = all.select(new int[] {2, 1});
    Targets.Sequences targets = (Targets.Sequences) some.targets();
    assertThat(some.steps()).isEqualTo(2);
    assertThat(targets.steps()).isEqualTo(2);
    assertThat(targets.rows()).isEqualTo(4);
    assertThat(targets.lengths()).containsExactly(1, 2);
    assertThat(targets.labels()).isDeepEqualTo(new int[][] {{3}, {}});
    targets.labels()[0][0] = 9;
    assertThat(labels[2]).containsExactly(3);

    Targets.Sequences one = (Targets.Sequences) all.sequence(2).targets();
    assertThat(one.rows()).isEqualTo(1);
    assertThat(one.labels()).isDeepEqualTo(new int[][] {{3}});
  }

  @Test
  void sizesThatDisagreeAreRefused() {
    Batch source = new Batch(1, 2, new int[] {1, 1}, new Inputs.Tokens(new int[2]), null, false);

    assertThatThrownBy(
            () ->
                new Batch(
                    1,
                    3,
                    new int[] {1, 1, 1},
                    new Inputs.Conditioned(source, new Inputs.Tokens(new int[3])),
                    null,
                    false))
        .hasMessage("2 source sequences for 3 sequences of their own");
    assertThatThrownBy(() -> new Batch(1, 1, new int[] {1}, new Inputs.Nested(source), null, false))
        .hasMessage("nested sequences: expected 1 times 1, got 2");
  }
}
