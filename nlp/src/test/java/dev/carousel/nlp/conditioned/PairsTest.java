package dev.carousel.nlp.conditioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.carousel.data.Batch;
import dev.carousel.data.Inputs;
import dev.carousel.data.Targets;
import dev.carousel.nlp.token.VocabularyLimits;
import dev.carousel.nlp.token.Whitespace;
import dev.carousel.sequence.PaddedFeatures;
import dev.carousel.sequence.Sequences;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PairsTest {
  private static final TargetTexts TEXTS =
      new TargetTexts(
          new Whitespace(true).learn(Stream.of("a b"), TargetTexts.SPECIAL, VocabularyLimits.NONE));

  /** One step each, of one number. */
  private record Numbers(int count) implements Sequences {
    @Override
    public Batch batch(int[] which) {
      float[][] steps = new float[which.length][1];
      for (int b = 0; b < which.length; b++) {
        steps[b][0] = which[b];
      }
      int[] lengths = new int[which.length];
      Arrays.fill(lengths, 1);
      return new Batch(1, which.length, lengths, PaddedFeatures.timeMajor(1, steps), null, false);
    }
  }

  @Test
  void textsMayTellOfAnything() {
    Pairs pairs = new Pairs(TEXTS, new Numbers(2), new int[][] {TEXTS.encode("b a b"), {}});

    Batch batch = pairs.batch(new int[] {1, 0});

    assertThat(batch.lengths()).containsExactly(1, 4);
    Inputs.Conditioned inputs = (Inputs.Conditioned) batch.inputs();
    assertThat(((Inputs.Features) inputs.source().inputs()).values()).containsExactly(1, 0);
    assertThat(pairs.labels(batch.sequence(1))).containsExactly("<bos>", "b", "a", "b");
    assertThat(pairs.labels(inputs.source())).isEmpty();
    assertThat(((Targets.Labels) batch.sequence(0).targets()).labels())
        .containsExactly(TEXTS.end());
    assertThat(pairs.length(0)).isGreaterThan(pairs.length(1));
  }

  @Test
  void whatBeginsAndEndsATextIsNoPartOfIt() {
    assertThat(TEXTS.decode(TEXTS.encode("<bos> b a <eos>\n"))).isEqualTo("b a");
  }

  @Test
  void everySourceHasAText() {
    assertThatThrownBy(() -> new Pairs(TEXTS, new Numbers(3), new int[2][0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("2 texts for 3 sources");
  }
}
